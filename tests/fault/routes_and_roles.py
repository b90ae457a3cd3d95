"""Every route, and who gets in. A route that is not listed here fails the build; so does a line without its route.

`OPEN` anybody; `PUSH` a phone, locked or not; `FULL` a phone that was unlocked; otherwise the roles at a desk.
The table is written by hand, apart from the code it judges.
"""

from __future__ import annotations

OPEN = "open"
PUSH = "push"
FULL = "full"
LEAD = "team_lead"
STAFF = "inspector team_lead mandate_holder registrar legal_officer"
DESK = f"{STAFF} administrator"
PICKERS = "team_lead inspector"
LEGAL = "legal_officer"
MANAGER = "team_lead administrator"
ADMIN = "administrator"
POLICE = "police"

ROUTES: dict[str, str] = {
    # the shell and what belongs to it: the same for everybody, no data in it
    "GET /": OPEN,
    "GET /app": OPEN,
    "GET /app/": OPEN,
    "GET /app/<path:_place>": OPEN,
    "GET /sw.js": OPEN,
    "GET /manifest.webmanifest": OPEN,
    "GET /favicon.ico": OPEN,
    "GET /robots.txt": OPEN,
    "GET /s/<build>/<path:path>": OPEN,
    "GET /packs/<name>": OPEN,
    # signing in and out
    "GET /inloggen": OPEN,
    "POST /inloggen": OPEN,
    "GET /tweede-factor": OPEN,
    "POST /tweede-factor": OPEN,
    "POST /uitloggen": OPEN,
    # phones
    "GET /api/openapi.json": OPEN,
    "GET /api/v1/ping": OPEN,
    "GET /api/v1/vapid": OPEN,
    "POST /api/v1/enrol": OPEN,
    "POST /api/v1/challenge": OPEN,
    "POST /api/v1/token": OPEN,
    "POST /api/v1/push": PUSH,
    "POST /api/v1/emptied": PUSH,
    "GET /api/v1/blobs/<blob>": PUSH,
    "PUT /api/v1/blobs/<blob>/<int:i>": PUSH,
    "POST /api/v1/blobs/<blob>/done": PUSH,
    "POST /api/v1/pull": FULL,
    "POST /api/v1/manifest": FULL,
    "POST /api/v1/fetch": FULL,
    "GET /api/v1/photos/<document>/<ref>": FULL,
    "GET /api/v1/packs/addresses": FULL,
    "POST /api/v1/subscription": FULL,
    "DELETE /api/v1/subscription": FULL,
    # the office
    "GET /kantoor/": DESK,
    "GET /kantoor/meer": DESK,
    "GET /kantoor/foto/<uuid:document_id>/<ref>": STAFF,
    "GET /kantoor/foto/<uuid:document_id>/<ref>/bekijk": STAFF,
    "GET /kantoor/instellingen": DESK,
    "POST /kantoor/instellingen/meldingen": DESK,
    "POST /kantoor/instellingen/meldingen-uit": DESK,
    "POST /kantoor/instellingen/toetsen": DESK,
    "GET /kantoor/goedkeuren": LEAD,
    "GET /kantoor/goedkeuren/<uuid:measure_id>": LEAD,
    "POST /kantoor/goedkeuren/<uuid:measure_id>/keur-goed": LEAD,
    "GET /kantoor/goedkeuren/<uuid:measure_id>/stuur-terug": LEAD,
    "POST /kantoor/goedkeuren/<uuid:measure_id>/stuur-terug": LEAD,
    "GET /kantoor/goedkeuren/<uuid:measure_id>/zie-af": LEAD,
    "POST /kantoor/goedkeuren/<uuid:measure_id>/zie-af": LEAD,
    "GET /kantoor/dossiers": STAFF,
    "GET /kantoor/dossiers/<uuid:premises_id>": STAFF,
    "GET /kantoor/dossiers/<uuid:premises_id>/bewijs": STAFF,
    "GET /kantoor/dossiers/<uuid:premises_id>/maatregelen": STAFF,
    "GET /kantoor/dossiers/<uuid:premises_id>/vergunning": STAFF,
    "GET /kantoor/dossiers/<uuid:premises_id>/wie-keek-mee": STAFF,
    "GET /kantoor/bezoek/<uuid:visit_id>": STAFF,
    "GET /kantoor/toestellen": MANAGER,
    "POST /kantoor/toestellen/code": MANAGER,
    "GET /kantoor/toestellen/<uuid:device_id>/<any('blokkeer', 'neem-in'):act>": MANAGER,
    "POST /kantoor/toestellen/<uuid:device_id>/<any('blokkeer', 'neem-in'):act>": MANAGER,
    "GET /kantoor/planning": LEAD,
    "GET /kantoor/planning/nieuw": LEAD,
    "POST /kantoor/planning/nieuw": LEAD,
    "GET /kantoor/planning/zet/<uuid:premises_id>": LEAD,
    "POST /kantoor/planning/zet/<uuid:premises_id>": LEAD,
    "POST /kantoor/planning/<uuid:list_id>/stop/<stop_id>/<any('omhoog', 'omlaag', 'weg', 'naar'):act>": LEAD,
    "POST /kantoor/planning/verstuur": LEAD,
    "GET /kantoor/planning/adres": LEAD,
    "GET /kantoor/planning/adres/<object_id>": LEAD,
    "POST /kantoor/planning/adres/<object_id>": LEAD,
    "GET /kantoor/samen": STAFF,
    "GET /kantoor/samen/<uuid:joint_id>": STAFF,
    "POST /kantoor/samen/<uuid:joint_id>/deel": LEAD,
    "POST /kantoor/samen/<uuid:joint_id>/eenheid": LEAD,
    "POST /kantoor/samen/<uuid:joint_id>/verzoek/<request_id>": LEAD,
    "GET /kantoor/twee-versies": PICKERS,
    "GET /kantoor/twee-versies/<uuid:document_id>/<field>": PICKERS,
    "POST /kantoor/twee-versies/<uuid:document_id>/<field>": PICKERS,
    "GET /kantoor/wacht": f"{PICKERS} {ADMIN}",
    "GET /kantoor/wacht/<operation_id>": f"{PICKERS} {ADMIN}",
    "POST /kantoor/wacht/<operation_id>/<any('opnieuw', 'toch'):act>": LEAD,
    "POST /kantoor/wacht/<operation_id>/<any('sluit', 'wis'):act>": LEAD,
    "GET /kantoor/juridisch/<uuid:measure_id>": LEGAL,
    "POST /kantoor/juridisch/<uuid:measure_id>": LEGAL,
    # the administrator: people and phones, no dossier
    "GET /beheer/": ADMIN,
    "GET /beheer/server": ADMIN,
    "POST /beheer/server/meldingen": ADMIN,
    "GET /beheer/eenheden": ADMIN,
    "GET /beheer/eenheden/nieuw": ADMIN,
    "POST /beheer/eenheden/nieuw": ADMIN,
    "GET /beheer/eenheden/<uuid:unit_id>": ADMIN,
    "POST /beheer/eenheden/<uuid:unit_id>": ADMIN,
    "GET /beheer/mensen": ADMIN,
    "GET /beheer/mensen/nieuw": ADMIN,
    "POST /beheer/mensen/nieuw": ADMIN,
    "GET /beheer/mensen/<uuid:person_id>": ADMIN,
    "POST /beheer/mensen/<uuid:person_id>": ADMIN,
    "GET /beheer/mensen/<uuid:person_id>/tweede-factor": ADMIN,
    "POST /beheer/mensen/<uuid:person_id>/tweede-factor": ADMIN,
    "GET /beheer/mensen/<uuid:person_id>/wachtwoord": ADMIN,
    "POST /beheer/mensen/<uuid:person_id>/wachtwoord": ADMIN,
    "GET /beheer/mensen/<uuid:person_id>/zet-uit": ADMIN,
    "POST /beheer/mensen/<uuid:person_id>/zet-uit": ADMIN,
    # the police: joint visits of the own unit
    "GET /partner/": POLICE,
    "GET /partner/bezoek/<uuid:joint_id>": POLICE,
    "GET /partner/bezoek/<uuid:joint_id>/bijdrage": POLICE,
    "POST /partner/bezoek/<uuid:joint_id>/bijdrage": POLICE,
    "GET /partner/bezoek/<uuid:joint_id>/verzoek": POLICE,
    "POST /partner/bezoek/<uuid:joint_id>/verzoek": POLICE,
}
