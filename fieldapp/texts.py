"""The Dutch sentences that pages, phone and answers share: why something was refused, and what each choice is called.

Language level B1, u-form, one word per thing (`controle`, `pand`, `punt`, `bevinding`,
`maatregel`, `voorstel`, `toestel`). A sentence says what is the matter and what to do.
"""

from datetime import date
from typing import Any

from fieldapp.domain.moments import MONTHS, WEEKDAYS
from fieldapp.texts_course import COURSE_LABELS, COURSE_REASONS
from fieldapp.texts_retention import RETENTION_LABELS, RETENTION_REASONS

REASONS: dict[str, str] = {
    # What the engine itself says of an operation.
    "unopenable": "De server kan deze wijziging niet openen. Uw werk is bewaard. Vraag uw beheerder om te kijken.",
    "bad_sig": "De handtekening van dit toestel klopt niet. Uw werk is bewaard. Vraag uw beheerder om te kijken.",
    "revoked": "Dit toestel is geblokkeerd. Wat u invulde, is wel bij kantoor. Bel uw teamleider.",
    "unknown_kind": "De server kent deze wijziging nog niet. Uw werk is bewaard. Kantoor werkt de server bij.",
    "shape": "Deze wijziging is niet goed ingevuld. Uw werk is bewaard. Vraag uw teamleider om te kijken.",
    "dep": "Dit wacht op een wijziging die nog niet binnen is. Het gaat vanzelf verder.",
    "no_permission": "Dit mag uw account niet. Vraag uw teamleider.",
    "server_error": "Er ging iets mis op de server. Uw werk is bewaard. Kantoor probeert het opnieuw.",
    "variant": "Dit toestel stuurde twee versies van dezelfde wijziging. Beide zijn bewaard. Kantoor kijkt ernaar.",
    "repeated": "Deze wijziging was al verwerkt. Er is niets dubbel gedaan.",
    "pick_unknown_value": "Deze keuze is geen van de ingevulde waarden. Open de versies opnieuw en kies er een.",
    "erased": "Dit dossier is gewist. De wijziging is daarom niet toegepast.",
    # Text, numbers and times.
    "text.personal_data": (
        "In de tekst staat een gegeven van een persoon. Dat mag hier niet. Haal het weg en gebruik een rol, "
        "zoals ‘een medewerker’."
    ),
    "text.too_long": "De tekst is te lang. Maak hem korter.",
    "text.no_zaaknummer": (
        "Dit is geen zaaknummer. Vul het nummer in zoals het zaaksysteem het geeft, zonder naam erbij."
    ),
    "text.no_kvk_nummer": "Een KvK-nummer heeft 8 cijfers, een vestigingsnummer 12. Controleer het nummer.",
    "text.not_a_code": "Deze keuze staat niet in de lijst. Kies opnieuw uit de lijst.",
    "number.out_of_range": "Dit aantal kan niet kloppen. Vul een getal van 0 tot en met 9999 in.",
    "moment.wrong_year": "Dit jaar kan niet kloppen. Kijk of de datum goed staat, ook die van het toestel.",
    "moment.unreadable": "Deze datum of tijd is niet goed ingevuld. Vul hem opnieuw in.",
    # Premises.
    "premises.other_team": "Dit pand is van een ander team. Vraag een teamleider van dat team.",
    "premises.home_has_no_name": "Bij een woning hoort geen naam. Schrijf alleen over het gebruik van de woning.",
    "premises.wrong_address": "Dit adres is niet goed ingevuld. Kies het adres uit de lijst of vul straat en nummer in.",
    "premises.restricted_without_you": "Zet ook uzelf op de lijst van wie dit pand mag zien.",
    "premises.exists": "Dit adres hoort bij een ander team of is afgeschermd. Overleg met de andere teamleider.",
    # Visit.
    "visit.no_premises": "Dit pand is nog niet bekend bij kantoor. Het gaat vanzelf verder als het pand binnen is.",
    "visit.not_yours": "U was niet bij deze controle. Alleen wie erbij was, vult in.",
    "visit.was_there": "U kunt uzelf niet van deze controle halen. Klopt het niet? Vraag uw collega of uw teamleider.",
    "visit.other_team": "U hoort niet bij dit team. Kies uw eigen team.",
    "visit.twice_the_same_person": "Dezelfde collega staat er twee keer in. Kies een andere collega.",
    "visit.unknown_checklist": "De server kent deze controlelijst niet. Uw werk is bewaard. Vraag uw beheerder.",
    "visit.no_checklist": "Voor dit soort pand is er geen controlelijst. Vraag uw beheerder.",
    "visit.kind_does_not_fit": "Dit soort controle past niet bij dit pand. Een woning heeft een eigen lijst.",
    "visit.closed": "Deze controle is al afgerond. Wat later komt, blijft bewaard als aanvulling; de teamleider kijkt ernaar.",
    "visit.was_entered": "Er is een woning binnengegaan. Dan kan dit bezoek niet vervallen. Rond het af.",
    "visit.has_measure": "Bij deze controle is een maatregel voorgesteld. Trek eerst het voorstel in.",
    "visit.needs_reason": "Schrijf in ten minste 10 tekens op waarom.",
    "visit.leads_already": "Deze collega leidt deze controle al.",
    "visit.no_inspector": "Kies een inspecteur van het team van deze controle.",
    "visit.not_closed": "Deze controle loopt nog. Rond eerst af, daarna kunt u aanvullen.",
    "visit.addition_stays": "Een aanvulling verandert niet meer. Schrijf een nieuwe aanvulling.",
    "visit.no_statement": "Bevestig eerst dat u dit zelf zag en eerlijk invulde.",
    "visit.outcome_does_not_fit": "Deze afloop past niet bij wat u vastlegde. Kijk de toestemming en de afloop na.",
    "visit.legitimation_open": "Geef eerst aan of u uw legitimatiebewijs liet zien.",
    "visit.items_open": "Er staan nog punten open. Vul ze in of kies een andere afloop.",
    "visit.times_missing": "Er ontbreekt een tijd. Vul in wanneer u vroeg, naar binnen ging en naar buiten ging.",
    "visit.no_consent": "Er is geen toestemming van de bewoner. Leg niets vast van binnen in de woning.",
    "visit.consent_withdrawn": (
        "De bewoner trok de toestemming in. Leg alleen vast wat u daarvoor zag, en maak geen foto."
    ),
    "visit.consent_not_informed": "Vink eerst af wat u hebt gezegd. Pas daarna telt een ja van de bewoner.",
    "visit.never_given": "Er was geen toestemming om in te trekken. Kies ‘Nee, geweigerd’.",
    "visit.binnentreden_stays": "Wat over het binnentreden is vastgelegd, blijft staan. Maak een verbetering.",
    "visit.corrects_nothing": "De verbetering noemt iets dat er niet is. Kies het opnieuw.",
    "visit.carrying_out": "Dit bezoek is om bestuursdwang uit te voeren. Leg niet vast wat u binnen ziet.",
    "visit.no_machtiging": "Er is geen machtiging bij dit bezoek. Ga niet naar binnen en overleg met uw teamleider.",
    "visit.machtiging_withdrawn": "Deze machtiging is ingetrokken. Ga niet naar binnen en bel uw teamleider.",
    "visit.machtiging_expired": "Deze machtiging geldt vandaag niet. Zij geldt tot en met de derde dag en wordt niet verlengd.",
    "visit.machtiging_other_purpose": (
        "Deze machtiging is voor iets anders dan dit bezoek: bestuursdwang uitvoeren of controleren. Ga niet naar binnen."
    ),
    "visit.machtiging_other_dwelling": "Deze machtiging is voor een andere woning. Ga niet naar binnen.",
    "visit.machtiging_not_named": "U staat niet in deze machtiging. Alleen wie erin staat, mag naar binnen.",
    "visit.machtiging_night": "Het is nacht. De machtiging zegt niet dat u tussen 0 en 6 uur naar binnen mag. Wacht tot 6 uur.",
    "visit.machtiging_absence": "De bewoner is er niet. De machtiging zegt niet dat u dan naar binnen mag. Kom terug als de bewoner er is.",
    "visit.machtiging_urgency": "Schrijf op waarom dit niet kon wachten. Dat moet ’s nachts en als de bewoner er niet is.",
    "visit.machtiging_company": "De machtiging noemt niet iedereen die meegaat. Laat wie er niet in staat buiten.",
    "visit.machtiging_not_told": "Laat eerst uw legitimatiebewijs zien en zeg waarom u komt.",
    "visit.machtiging_not_shown": "Laat de machtiging zien. Kan dat niet? Schrijf op waarom.",
    "visit.manner_missing": "Kies hoe u naar binnen ging.",
    "machtiging.not_a_dwelling": "Dit is geen woning. Hier is geen machtiging nodig.",
    "machtiging.exists": "Deze machtiging staat er al in. Vernieuw de pagina.",
    "machtiging.wrong_issuer": "Deze machtiging moet van de burgemeester zijn. Alleen bij bestuursdwang kan het college haar geven.",
    "machtiging.no_power": (
        "In het beleid staat geen artikel dat binnentreden zonder toestemming toelaat. Zonder dat artikel kan het niet."
    ),
    "machtiging.no_bestuursdwang": (
        "Bij dit adres loopt geen bestuursdwang of sluiting. Voor een controle is een machtiging voor toezicht nodig."
    ),
    "machtiging.too_many_dwellings": "Een machtiging noemt hoogstens vier woningen, en deze hoort erbij. Pas de lijst aan.",
    "machtiging.nobody_named": "Kies wie naar binnen mag. Alleen wie in de machtiging staat.",
    "machtiging.wrong_day": "Deze dag is nog niet geweest. Neem de datum over die op de machtiging staat.",
    "visit.danger_needs_reason": "Schrijf op welk gevaar er was en hoe laat u naar binnen ging.",
    "visit.unknown_item": "Dit punt staat niet op de lijst van deze controle. Kies een ander punt.",
    "visit.item_switched_off": "Dit punt staat uit in uw gemeente. U hoeft het niet in te vullen.",
    "visit.item_recorded_elsewhere": "Dit legt u op een ander scherm vast. Vul het daar in.",
    "visit.answer_does_not_fit": "Dit antwoord past niet bij dit punt. Kies opnieuw.",
    "visit.number_does_not_fit": "Dit aantal past niet bij dit punt. Kies een ander getal.",
    "visit.item_takes_no_text": "Bij dit punt hoort geen tekst. Kies alleen wat er in de lijst staat.",
    "visit.item_takes_no_photo": "Bij dit punt hoort geen foto. Beschrijf wat u ziet.",
    "visit.item_has_no_finding": "Bij dit punt hoort geen bevinding. Kies een ander punt.",
    "visit.unknown_chip": "Deze keuze hoort niet bij dit punt. Kies er een uit de lijst.",
    "visit.finding_has_photos": "Bij deze bevinding staan nog foto’s. Wis eerst de foto’s.",
    "visit.no_finding": "Leg eerst de bevinding vast en maak daarna de foto.",
    "visit.no_photos_here": "Hier mag geen foto worden gemaakt. Beschrijf wat u ziet.",
    "visit.too_many_photos": "Er staan al acht foto’s bij deze bevinding. Wis er eerst een.",
    "visit.photo_exists": "Onder dit kenmerk staat al een foto. Maak de foto opnieuw.",
    "visit.photo_damaged": "Deze foto is niet goed bewaard. Maak hem opnieuw.",
    # Measure.
    "measure.exists": "Dit voorstel is er al. Open het voorstel en stuur het daar opnieuw.",
    "measure.visit_voided": "Deze controle is vervallen. Er kan geen maatregel op rusten. Uw teamleider kijkt ernaar.",
    "measure.no_visit": "De controle bij dit voorstel is er nog niet. Het gaat vanzelf verder als die binnen is.",
    "measure.not_your_visit": "U was niet bij deze controle. Wie erbij was, doet het voorstel.",
    "measure.not_yours": "Dit voorstel is van een collega. Alleen wie het voorstelde, kan dit doen.",
    "measure.other_premises": "Dit voorstel hoort bij een ander pand dan de controle. Begin opnieuw bij de bevinding.",
    "measure.no_finding": "Leg eerst vast wat u zag.",
    "measure.deviation_needs_reason": "U kiest iets anders dan het advies. Kies een reden.",
    "measure.advice_unreadable": "Het advies bij dit voorstel is niet te lezen. Open het voorstel opnieuw en stuur het nog eens.",
    "measure.amount_missing": "Bij een last onder dwangsom horen een bedrag, een maximum en hoe het telt. Vul die in.",
    "measure.amount_over_maximum": "Het bedrag is hoger dan het maximum. Pas een van beide aan.",
    "measure.no_name_of_a_resident": "De naam van een bewoner staat alleen in het zaaksysteem. Laat hem hier weg.",
    "measure.sanction_running": (
        "Er loopt al een maatregel voor dezelfde overtreding (Awb art. 5:6). Een tweede kan nu niet. "
        "Kies iets anders of wacht tot de eerste klaar is."
    ),
    "measure.wrong_state": "Over dit voorstel is al beslist of het ligt bij de inspecteur. Vernieuw de pagina.",
    "measure.own_proposal": "Dit is uw eigen voorstel. Een collega moet beslissen.",
    "measure.own_legal_check": "U gaf zelf het juridisch oordeel. Een collega moet beslissen.",
    "measure.own_code": "U maakte de code van het toestel waarmee dit is opgeschreven. De inspecteur kiest eerst ‘Dit was ik’, of een collega beslist.",
    "measure.own_verslag": "U maakte het verslag van binnentreden van deze controle. Een collega moet beslissen.",
    "measure.own_visit": "U was bij deze controle of schreef eraan mee. Een collega moet beslissen.",
    "measure.newer_proposal": "Er is een nieuwe versie. U beslist over de nieuwste.",
    "measure.photos_on_their_way": "Er zijn nog foto’s onderweg. Wacht tot ze er zijn en beslis dan.",
    "measure.binnentreden_not_seen": "Bij deze controle ging iemand een woning binnen. Bekijk eerst hoe dat ging.",
    "measure.dwelling_closure_needs_legal_check": (
        "Dit gaat over het sluiten van een woning. Vraag eerst de jurist om te kijken."
    ),
    "measure.no_remark": "Schrijf bij minstens één onderdeel wat er ontbreekt.",
    "measure.remark_too_short": "Schrijf uw reden op in minstens tien tekens.",
    # Joint visit.
    "joint_visit.ggd_and_police": "De GGD gaat niet samen met de politie op bezoek. Splits het bezoek.",
    "joint_visit.not_yours": "U was niet bij dit samen bezoek. Alleen wie erbij was, vult in.",
    "joint_visit.other_team": "U hoort niet bij dit team. Kies uw eigen team.",
    "joint_visit.other_visit": "Deze controle is bij een ander pand. Kies de controle van dit pand.",
    "joint_visit.no_premises": "Dit pand is niet bekend. Zoek het adres opnieuw en maak het bezoek daar.",
    "joint_visit.no_unit": "Deze eenheid is geen eenheid van de politie. Kies een andere, of kies dat u het niet weet.",
    "joint_visit.no_officers": "Vul in hoeveel agenten er meegingen. Het zijn er minstens 1.",
    "joint_visit.closed": "Dit samen bezoek is al afgerond. Wat later komt, blijft bewaard; de teamleider kijkt ernaar.",
    "joint_visit.not_closed": "Dit samen bezoek loopt nog. Rond het eerst af.",
    "joint_visit.needs_ground": "Schrijf op wat u deelt of vraagt, waarvoor, en op welke wettelijke grond.",
    "joint_visit.no_request": "Dit verzoek is er niet meer. Vernieuw de pagina.",
    "joint_visit.request_answered": "Op dit verzoek is al geantwoord. Vernieuw de pagina.",
    "joint_visit.unit_known": "De eenheid van dit bezoek is al bekend. U kunt hem niet meer kiezen.",
    "joint_visit.not_your_unit": "Dit bezoek is niet van uw eenheid. Vraag het de teamleider van de gemeente.",
    "joint_visit.note_stays": "Wat u schreef, verandert niet meer. Schrijf een nieuwe notitie.",
    # Letters.
    "letter.exists": "Deze brief is er al. Vernieuw de pagina.",
    "letter.unknown_kind": "Dit soort brief is er niet. Kies een brief uit de lijst.",
    "letter.about_nothing": "Deze brief hoort bij niets. Begin hem opnieuw bij de maatregel of de controle.",
    "letter.not_of_this_measure": "Deze brief hoort bij een ander soort maatregel. Kies een brief uit de lijst.",
    "letter.not_a_concept": "Deze brief is al definitief of vervallen. Vernieuw de pagina.",
    "letter.changed_meanwhile": "Iemand anders veranderde deze brief. Vernieuw de pagina en vul uw tekst opnieuw in.",
    "letter.unknown_field": "Dit veld hoort niet bij deze brief. Vernieuw de pagina.",
    "letter.not_for_you": "Deze brief maakt iemand anders definitief of schrijft iemand anders. Vraag uw teamleider.",
    "letter.own_verslag": "U was bij deze controle. Maak het verslag zelf op: laat leeg waarom dat niet kan.",
    "letter.not_there_yourself": "U was niet bij deze controle. Wie erbij was, maakt dit verslag definitief.",
    "letter.measure_not_ready": "De maatregel is nog niet zo ver, of al verder. Kijk bij de maatregel wat nu kan.",
    "letter.wrong_number": "Het nummer van deze brief klopt niet. Probeer het opnieuw.",
    "letter.wrong_file": "Het bestand van deze brief klopt niet. Probeer het opnieuw of vraag uw beheerder.",
    "letter.dated_otherwise": "De datum van de brief is niet vandaag. Vernieuw de pagina en probeer het opnieuw.",
    "letter.not_signed": "Dit besluit is nog niet ondertekend. Laat het eerst ondertekenen bij de maatregel.",
    "letter.not_final": "Deze brief is nog niet definitief, of al verzonden. Vernieuw de pagina.",
    "letter.sent_before_it_was_made": "De dag van verzenden ligt voor de datum van de brief, of na vandaag. Kies een andere dag.",
    "letter.no_copy_for_resident": "Bij deze brief hoort geen afschrift voor een bewoner. Kies het verslag van binnentreden.",
    "letter.sent_already": "Deze brief is al verzonden of vervallen. Hij blijft in het dossier.",
    "letter.reason_too_short": "Schrijf in minstens tien tekens waarom de brief vervalt.",
    # Day list.
    "day_list.other_team": "Deze lijst is van een ander team. Vraag een teamleider van dat team.",
    "day_list.not_a_pair": "Een lijst is voor twee verschillende collega’s. Kies er twee.",
    "day_list.not_yours": "Dit is niet uw lijst. Vraag uw teamleider.",
    "day_list.lead_takes_off": "Alleen uw teamleider haalt dit adres van de lijst. Bel uw teamleider.",
    "day_list.stop_stays": "Een stop houdt zijn adres. Haal de stop weg en zet het andere adres erbij.",
    "day_list.sent_already": "Deze lijst is al verstuurd. Wijzigingen komen vanzelf op de toestellen.",
    "day_list.withdrawn": "Deze lijst is ingetrokken. Er verandert niets meer aan.",
    "day_list.visit_begun": "Op deze lijst is al een controle begonnen. Intrekken kan niet meer. Haal wel de adressen weg die niet meer hoeven.",
    "day_list.empty": "Deze lijst is leeg. Zet eerst een adres op de lijst.",
    # People, devices, policy.
    "person.role_stands_alone": "Politie en beheerder gaan niet samen met een andere rol. Kies één rol.",
    "person.police_needs_unit": "Kies de eenheid van deze politiemedewerker.",
    "person.login_taken": "Deze inlognaam is al van iemand anders. Kies een andere.",
    "person.wrong_login": "Vul een naam en een inlognaam in, van hoogstens 80 tekens.",
    "person.off_already": "Dit account staat al uit. Vernieuw de pagina.",
    "unit.needs_name": "Vul de naam van de eenheid in.",
    "unit.police_needs_covenant": "Vul in tot en met welke dag het convenant met deze politie-eenheid loopt.",
    "device.blocked_already": "Dit toestel is al geblokkeerd of leeg. Vernieuw de pagina.",
    "device.not_yours": "Dit toestel staat niet op uw naam. Alleen de eigenaar kan zeggen dat het toestel klopt.",
    "device.confirm_elsewhere": "Bevestig dit toestel op kantoor: log in en kies bij ‘Start’ voor ‘Dit was ik’.",
    "device.not_in_use": "Dit toestel is niet in gebruik. Vernieuw de pagina.",
    "device.still_in_use": "Dit toestel is nog in gebruik. Neem het eerst in of blokkeer het.",
    "policy.exists": "Deze versie bestaat al met een andere inhoud. Geef uw wijziging een nieuw versienummer.",
    # Signing in and enrolling a phone.
    "code_unknown": "Deze code kennen wij niet. Kijk de code na of vraag uw teamleider om een nieuwe.",
    "code_expired": "Deze code is verlopen. Vraag uw teamleider om een nieuwe.",
    "code_used": "Deze code is al gebruikt. Vraag uw teamleider om een nieuwe.",
    "keys": "De sleutels van dit toestel zijn niet goed. Koppel het toestel opnieuw.",
    "scope": "Hiervoor moet u het toestel eerst ontgrendelen. Uw werk blijft bewaard.",
    "challenge_expired": "Het aanmelden duurde te lang. Het toestel probeert het vanzelf opnieuw.",
    "token_expired": "Log opnieuw in om te verzenden. Uw werk staat veilig op dit toestel.",
    "device_unknown": "De server kent dit toestel niet. Bel uw teamleider.",
    "device_revoked": "Dit toestel is geblokkeerd. De gegevens zijn gewist. Wat nog niet verzonden was, gaat versleuteld naar kantoor. Bel uw teamleider.",
    "person_off": "Uw account staat uit. Uw werk wordt nog verzonden.",
}

REASONS |= COURSE_REASONS | RETENTION_REASONS

PICK_OF_UNKNOWN = ".pick_unknown_value"
UNKNOWN = "Deze wijziging is niet toegepast. Uw werk is bewaard. Vraag uw teamleider om te kijken."


def reason(code: str | None) -> str:
    """Return the sentence for a refusal or held code; one for the unknown, since there is always an answer."""
    if code is not None and code.endswith(PICK_OF_UNKNOWN):
        return "Deze keuze staat niet bij de versies. Kies een van de versies die u ziet."
    return REASONS.get(code or "", UNKNOWN)


LABELS: dict[str, dict[str, str]] = {
    "role": {
        "inspector": "inspecteur",
        "team_lead": "teamleider",
        "mandate_holder": "mandaathouder",
        "registrar": "registrator",
        "legal_officer": "jurist",
        "police": "politie",
        "administrator": "beheerder",
        "system": "systeem",
    },
    "premises_type": {
        "raamexploitatie": "Raamverhuur",
        "prive_huis_club": "Privéhuis of club",
        "massagesalon": "Massagesalon",
        "sekstheater": "Sekstheater",
        "escortbedrijf": "Escortbedrijf",
        "hotel": "Hotel",
        "woning": "Woning",
        "overig": "Ander pand",
    },
    "visit_kind": {"licensed_premises": "Vergund pand", "home_address": "Woning"},
    "visit_reason": {
        "routine": "Routine",
        "hercontrole": "Hercontrole",
        "melding": "Melding",
        "day_list": "Daglijst",
        "ad_hoc": "Adres erbij",
        "eerste_controle": "Eerste controle",
        "uitvoering": "Bestuursdwang uitvoeren",
    },
    "visit_outcome": {
        "afgerond": "Afgerond",
        "niemand_aanwezig": "Niemand aanwezig",
        "geen_medewerking": "Geen medewerking",
        "gesloten": "Gesloten",
        "toestemming_geweigerd": "Toestemming geweigerd",
        "niemand_thuis": "Niemand thuis",
        "toestemming_ingetrokken": "Toestemming ingetrokken",
        "vervallen": "Vervallen",
        "afgebroken": "Afgesloten door de teamleider",
    },
    "void_reason": {
        "verkeerd_adres": "Verkeerd adres",
        "dubbel": "Deze controle staat er al",
        "per_ongeluk": "Per ongeluk begonnen",
        "anders": "Anders",
    },
    "end_reason": {
        "inspecteur_weg": "De inspecteur is er niet meer",
        "toestel_weg": "Het toestel is kwijt of kapot",
        "niet_afgerond": "De inspecteur rondde niet af",
        "anders": "Anders",
    },
    "ended_reason": {
        "verkeerd_adres": "Verkeerd adres",
        "dubbel": "De controle stond er al",
        "per_ongeluk": "Per ongeluk begonnen",
        "inspecteur_weg": "De inspecteur is er niet meer",
        "toestel_weg": "Het toestel is kwijt of kapot",
        "niet_afgerond": "De inspecteur rondde niet af",
        "anders": "Andere reden",
    },
    "handover_reason": {
        "ziek": "De collega is ziek",
        "afgelost": "De collega is afgelost",
        "toestel": "Het toestel van de collega werkt niet",
        "anders": "Anders",
    },
    "measure_type": {
        "waarschuwing": "Waarschuwing",
        "last_onder_dwangsom": "Last onder dwangsom",
        "last_onder_bestuursdwang": "Last onder bestuursdwang",
        "sluiting": "Sluiting",
        "schorsing_vergunning": "Schorsing vergunning",
        "intrekking_vergunning": "Intrekking vergunning",
        "informeren_eigenaar": "Alleen eigenaar informeren",
        "geen_maatregel": "Geen maatregel",
    },
    "measure_state": {
        "voorgesteld": "Wacht op beslissing",
        "teruggegeven": "Teruggestuurd",
        "ingetrokken_voorstel": "Voorstel ingetrokken",
        "afgezien": "Geen maatregel",
        "voornemen_klaar": "Voornemen klaar",
        "besluit_klaar": "Besluit klaar",
        "bekendgemaakt": "Bekendgemaakt",
        "opgelegd": "Opgelegd",
        "in_begunstiging": "Hersteltermijn loopt",
        "actief": "Van kracht",
        "verbeurd_deels": "Dwangsom verbeurd",
        "maximum_bereikt": "Maximum bereikt",
        "opgeheven": "Opgeheven",
        "opgeschort": "Opgeschort",
        "ingetrokken": "Ingetrokken",
        "onherroepelijk": "Onherroepelijk",
        "nagekomen": "Nagekomen",
    },
    "mode": {
        "ineens": "in één keer",
        "per_tijdseenheid": "per",
        "per_overtreding": "per keer",
    },
    "time_unit": {"dag": "dag", "week": "week", "maand": "maand"},
    "answer": {
        "in_orde": "In orde",
        "niet_in_orde": "Niet in orde",
        "niet_van_toepassing": "n.v.t.",
        "niet_gecontroleerd": "Niet gecontroleerd",
        "ja": "Ja",
        "nee": "Nee",
    },
    "entry_basis": {
        "toestemming": "Met toestemming",
        "machtiging": "Met machtiging",
        "acuut_gevaar": "Wegens acuut gevaar",
        "awb_5_15": "Geen woning (Awb art. 5:15)",
    },
    "entry_step": {
        "asked_at": "toestemming gevraagd",
        "decided_at": "antwoord gekregen",
        "entered_at": "naar binnen",
        "withdrawn_at": "toestemming ingetrokken",
        "left_at": "naar buiten",
    },
    "machtiging_issuer": {"burgemeester": "Burgemeester", "college_van_burgemeester_en_wethouders": "College van B&W"},
    "machtiging_purpose": {"toezicht": "Toezicht", "bestuursdwang": "Bestuursdwang toepassen"},
    "manner": {
        "voordeur": "Door de deur",
        "sleutel": "Met een sleutel",
        "slotenmaker": "Met een slotenmaker",
        "sterke_arm": "Met hulp van de politie",
    },
    "identification_exception": {
        "gevaar": "Dat was gevaarlijk",
        "onmogelijk": "Dat kon niet",
        "strafvordering": "Het belang van een strafzaak",
    },
    "how_explained": {"gesproken": "Gesproken", "tekst_getoond": "Tekst laten zien"},
    "interpreter": {
        "geen": "Geen tolk",
        "telefonisch": "Tolk aan de telefoon",
        "fysiek": "Tolk erbij",
        "vertaalapp": "Vertaalapp",
    },
    "consent": {
        "ja": "Ja, toestemming gegeven",
        "nee": "Nee, geweigerd",
        "ingetrokken": "Toestemming ingetrokken",
        "niemand_thuis": "Niemand thuis",
    },
    "capacity": {
        "toezichthouder": "Toezichthouder",
        "politie": "Politie",
        "brandweer": "Brandweer",
        "tolk": "Tolk",
        "hulpverlening": "Hulpverlening",
        "ggd": "GGD",
        "anders": "Anders",
    },
    "legitimation": {
        "leidinggevende": "Ja, aan de leidinggevende",
        "medewerker": "Ja, aan een medewerker",
        "nog_niet": "Nog niet",
    },
    "near_address": {"ja": "Ja", "nee": "Nee", "onbekend": "Onbekend"},
    "addressee_role": {
        "exploitant": "Exploitant",
        "eigenaar": "Eigenaar",
        "verhuurder": "Verhuurder",
        "bewoner": "Bewoner",
        "beheerder": "Beheerder",
    },
    "deviation_reason": {
        "ter_plekke_hersteld": "Gebrek ter plekke hersteld",
        "ernstiger": "Ernstiger dan de regel",
        "minder_ernstig": "Minder ernstig dan de regel",
        "andere_omstandigheid": "Andere omstandigheid",
    },
    "return_reason": {
        "bewijs_aanvullen": "Bewijs aanvullen",
        "andere_maatregel": "Andere maatregel",
        "datum_klopt_niet": "Datum klopt niet",
        "anders": "Anders",
    },
    "decline_reason": {
        "legalisatie": "Er komt een vergunning",
        "onevenredig": "Niet in verhouding",
        "beeindigd": "De overtreding is voorbij",
        "niet_vastgesteld": "Niet vastgesteld",
        "andere_instantie": "Een andere instantie pakt het op",
    },
    "decision": {"goedgekeurd": "Goedgekeurd", "afgezien": "Afgezien"},
    "skip_zienswijze": {
        "spoed": "Spoed (Awb art. 4:11, a)",
        "al_gehoord": "Al gehoord, niets nieuws (Awb art. 4:11, b)",
        "doel_niet_haalbaar": "Vooraf melden maakt het doel onmogelijk (Awb art. 4:11, c)",
    },
    "joint_ground": {
        "handhaving_samen": "Afspraak convenant",
        "sterke_arm": "Sterke arm",
        "eigen_taak_politie": "Eigen taak politie",
        "veiligheid": "Veiligheid",
    },
    "joint_purpose": {
        "toezicht_vergunning": "Toezicht op de vergunning",
        "toezicht_woning": "Toezicht op het gebruik van een woning",
        "hercontrole": "Hercontrole",
        "bijstand": "Bijstand aan de gemeente",
        "opsporing": "Eigen onderzoek",
        "openbare_orde": "Openbare orde",
        "veiligheid": "Veiligheid",
    },
    "share_direction": {
        "geen": "Niets",
        "gemeente_aan_politie": "Gemeente aan politie",
        "politie_aan_gemeente": "Politie aan gemeente",
        "beide": "Over en weer",
    },
    "share_category": {
        "vergunning": "Vergunning",
        "maatregelen": "Maatregelen",
        "niets": "Niets",
        "anders": "Anders",
    },
    "shared_what": {
        "bevinding": "Bevinding",
        "vergunning": "Vergunning",
        "maatregel": "Maatregel",
        "anders": "Anders",
    },
    "withheld": {
        "findings": "Bevindingen gemeente",
        "measure": "Maatregel",
        "photos": "Foto’s",
        "help_offers": "Hulp aangeboden",
    },
    "permit_status": {
        "verleend": "Verleend",
        "geschorst": "Geschorst",
        "ingetrokken": "Ingetrokken",
        "verlopen": "Verlopen",
    },
    "melding_subject": {
        "overlast": "Overlast",
        "advertentie": "Advertentie",
        "gebruik_woning": "Gebruik van de woning",
        "brandveiligheid": "Brandveiligheid",
        "vergunning": "Vergunning",
        "anders": "Anders",
    },
    "letter_state": {
        "concept": "Concept",
        "definitief": "Definitief",
        "verzonden": "Verzonden",
        "vervallen": "Vervallen",
    },
    "letter_copy": {
        "uitgereikt": "Uitgereikt aan de bewoner",
        "toegezonden": "Toegezonden aan de bewoner",
        "beschikbaar_gehouden": "Lukt niet: ligt zes maanden klaar",
        "uitgesteld": "Uitgesteld om het doel van het binnentreden",
    },
    "letter_sent_how": {
        "toegezonden": "Met de post",
        "uitgereikt": "Uitgereikt",
        "via_zaaksysteem": "Via het zaaksysteem",
    },
    "unit_kind": {"team": "Team", "police": "Politie", "partner": "Partner"},
    "operation": {
        "premises.register": "nieuw pand",
        "premises.add": "adres erbij",
        "premises.update": "wijziging van een pand",
        "premises.restrict": "pand afgeschermd",
        "premises.assign": "pand op een daglijst",
        "premises.leave_phones": "pand van de toestellen",
        "premises.note_visit": "controle in het dossier",
        "premises.note_measure": "maatregel in het dossier",
        "premises.attach_machtiging": "machtiging bij een woning",
        "premises.withdraw_machtiging": "machtiging ingetrokken",
        "premises.pick": "keuze tussen versies van een pand",
        "visit.open": "start van een controle",
        "visit.note": "notitie bij een controle",
        "visit.answer": "antwoord in een controle",
        "visit.enter": "vraag om toestemming",
        "visit.find": "bevinding",
        "visit.add_photo": "foto",
        "visit.remove_photo": "foto gewist",
        "visit.offer_help": "hulp aangeboden",
        "visit.see_outside": "van buitenaf gezien",
        "visit.close": "controle afgerond",
        "visit.void": "controle vervallen",
        "visit.take_over": "controle overgenomen",
        "visit.end": "controle afgesloten door de teamleider",
        "visit.add": "aanvulling op een controle",
        "visit.restrict": "controle afgeschermd",
        "visit.note_entry": "woning binnengegaan om een maatregel uit te voeren",
        "visit.note_verslag": "stand van het verslag van binnentreden",
        "visit.leave_phones": "controle van de toestellen",
        "visit.know_device": "toestel van een controle herkend",
        "visit.pick": "keuze tussen versies van een controle",
        "measure.propose": "voorstel",
        "measure.propose_again": "voorstel opnieuw",
        "measure.withdraw": "voorstel ingetrokken",
        "measure.approve": "goedkeuring",
        "measure.inform_owner": "begin van de brief aan de eigenaar",
        "measure.return": "voorstel teruggestuurd",
        "measure.decline": "afgezien van een maatregel",
        "measure.check_legally": "juridische toets",
        "measure.note": "notitie bij een voorstel",
        "measure.restrict": "voorstel afgeschermd",
        "measure.leave_phones": "voorstel van de toestellen",
        "measure.know_device": "toestel van een voorstel herkend",
        "measure.pick": "keuze tussen versies van een voorstel",
        "joint_visit.open": "start samen met politie",
        "joint_visit.note": "notitie samen met politie",
        "joint_visit.enter": "wie ging naar binnen",
        "joint_visit.close": "samen bezoek afgerond",
        "joint_visit.end": "samen bezoek afgesloten door de teamleider",
        "joint_visit.follow_visit": "samen bezoek volgt de controle",
        "joint_visit.note_entries": "binnentreden in het samen bezoek",
        "joint_visit.share": "gedeeld met politie",
        "joint_visit.answer_request": "antwoord aan politie",
        "joint_visit.assign_unit": "eenheid gekozen",
        "joint_visit.add_partner_note": "notitie van politie",
        "joint_visit.request": "verzoek van politie",
        "joint_visit.restrict": "samen bezoek afgeschermd",
        "joint_visit.leave_phones": "samen bezoek van de toestellen",
        "joint_visit.leave_unit": "samen bezoek niet meer voor politie",
        "joint_visit.pick": "keuze tussen versies van een samen bezoek",
        "letter.draft": "nieuwe brief",
        "letter.fill": "brief ingevuld",
        "letter.freeze": "brief definitief gemaakt",
        "letter.send": "brief verzonden",
        "letter.note_copy": "afschrift voor de bewoner",
        "letter.drop": "brief vervallen",
        "letter.restrict": "brief afgeschermd",
        "letter_book.take": "nummer van een brief",
        "day_list.plan": "nieuwe daglijst",
        "day_list.set_stop": "stop op een daglijst",
        "day_list.send": "daglijst verstuurd",
        "day_list.withdraw": "daglijst ingetrokken",
        "day_list.restrict": "adres op de daglijst afgeschermd",
        "day_list.leave_phones": "daglijst van de toestellen",
        "day_list.pick": "keuze tussen versies van een daglijst",
        "person.add": "nieuw account",
        "person.change": "wijziging van een account",
        "person.switch_off": "account uitgezet",
        "device.enrol": "toestel gekoppeld",
        "device.block": "toestel geblokkeerd",
        "device.confirm": "toestel herkend door de eigenaar",
        "device.take_in": "toestel ingenomen",
        "device.empty": "toestel gewist",
        "unit.add": "nieuwe eenheid",
        "unit.change": "wijziging van een eenheid",
        "policy.publish": "nieuwe versie van het beleid",
    },
}

for enumeration, more in (*COURSE_LABELS.items(), *RETENTION_LABELS.items()):
    LABELS[enumeration] = {**LABELS.get(enumeration, {}), **more}

NOTICES = {
    "voorstel": "U hebt een bericht over een voorstel.",
    "daglijst": "Uw lijst is veranderd.",
    "termijn": "Er loopt een termijn af.",
    "maatregel": "Er wacht iets op u bij een maatregel.",
    "controle": "Een controle staat nu op uw naam.",
    "toestel": "Er is een toestel aan uw naam gekoppeld.",
}
"""The whole text of a notice: no address, no name, no decision (a lock screen is read by others)."""


def label(enumeration: str, value: str | None) -> str:
    """Return what people read for a value of an enumeration; an unknown value with spaces, never an error."""
    if value is None:
        return ""
    return LABELS.get(enumeration, {}).get(value, value.replace("_", " "))


def eur(cents: int | None) -> str:
    """Return `€ 2.500`, or `€ 2.500,50` when there are cents."""
    if cents is None:
        return ""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"€ {sign}{whole:,}".replace(",", ".") + (f",{rest:02d}" if rest else "")


def amount(cents: int | None, most: int | None, mode: str | None, time_unit: str | None = None) -> str:
    """Return `€ 2.500 per keer, hoogstens € 10.000`."""
    if cents is None:
        return ""
    how = f"per {label('time_unit', time_unit)}" if mode == "per_tijdseenheid" else label("mode", mode)
    ceiling = f", hoogstens {eur(most)}" if most is not None and mode != "ineens" else ""
    return f"{eur(cents)} {how}{ceiling}".replace("  ", " ")


def day(on: date) -> str:
    """Return `vr 4 december`."""
    return f"{WEEKDAYS[on.weekday()][:2]} {on.day} {MONTHS[on.month - 1]}"


def day_full(on: date) -> str:
    """Return `vrijdag 20 november 2026`."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}"


def as_json() -> dict[str, Any]:
    """Return what the phone gets as `app/texts.json` within its build."""
    return {"reasons": REASONS, "unknown_reason": UNKNOWN, "labels": LABELS, "notices": NOTICES}
