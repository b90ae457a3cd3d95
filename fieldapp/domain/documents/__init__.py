"""The shape of every document and of what each operation carries.

A document is JSON: a collection (`answers`, `photos`) is an object keyed by id, never a
list, so that a merge cannot depend on order. A field is a top-level name or one item of
a collection, written `answers.nooduitgang_vrij`; its value is replaced whole.

Names of units: `_on` is a calendar day in Europe/Amsterdam (`2026-11-20`), `_at` an
instant in UTC (`2026-11-20T21:14:07Z`) as the clock of the maker had it, `_eur_cents`
whole cents, `_days` and `count` whole numbers. Ids are lower-case UUIDs unless said.

No shape here has a place for a person in a premises: no name, number, nationality or
description. Counts and yes/no only (AVG art. 9, UAVG art. 22).
"""

from fieldapp.domain.documents.course import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.course_acts import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.day_lists import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.destruction import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.foundation import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.joint_visits import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.mandates import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.measures import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.people import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.premises import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.signals import *  # noqa: F403  # one namespace for all shapes
from fieldapp.domain.documents.visits import *  # noqa: F403  # one namespace for all shapes
