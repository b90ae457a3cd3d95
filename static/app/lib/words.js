/**
 * The words of a passphrase: 2,048 common Dutch words of four to nine letters without accents, chosen for this product
 * from the OpenTaal word list (BSD-3-Clause); each is worth 11 bits, so four of them 44 bits. Names, and words that hurt or
 * accuse, were left out. The order and the words may change: a passphrase in use does not depend on this list.
 */

export const WORDS = Object.freeze(
  `
  aaien aanbouw aandeel aankoop aanloop aanrecht aanzet aard aarde aarden aardig aart aarzelen abstract absurd
  accent account acht achtbaan acteur actrice adelaar ademen ader aderen adviseur afdaling afdeling affiche afrit
  afspraak afstand afwas akelig akkoord aktetas alarm album alfabet amateur amusant ananas anker anoniem antenne
  antwoord apart apen apotheek apparaat appel applaus aquarium archief argument armband arrogant artikel aspect
  atelier atlas atleet atol augustus autobus automaat avond avontuur baai baal baan baanvak baard baars baas
  babbelen baden badhuis badjas badkamer badkuip bagage baken bakken bakker baksteen balen balk balken balkon
  ballad ballade ballet ballon bamboe banaan band bandiet bandlid bank bankier bankroet banner barak barbecue
  baren barok barst barsten basen basis bedank bedelen bedrag bedroefd beek beeld been beer beest beesten beet
  beieren bekend beker bekeren bekken belang beleefd beleg beloning benauwd benieuwd beperkt berg bergen bergpas
  bericht beroemd beroep beroerd berucht beslag bestaan bestand bestel besten bestuur beugel beuk beuken beurs
  beurt bever bevind beweging bewoner bezem bezoek bezoeker bezorgd bieden biefstuk bies biljet bioscoop biotoop
  bitter blaas bladeren blauw blazen bleken blessure bleu bleven blik bliksem bloeien bloemen blok blouse blues
  blunder board bocht bodem boeg boek boeken boeket boer bogen boksen bolwerk bonden bont bonus boog boor boord
  boot bord bordes boren borgsom bossen boston boter boterham botsen botsing bouvier bowlen braaf brachten brak
  brancard breien brein breken breuk brie brief briljant broekzak brom bron brood bros brouwen brug brutaal budget
  buffer buffet buig buik buis buizen bult bumper bundel bundelen bunker burcht bureau buren busbaan bushalte buur
  buurt buurten cadeau cadeaus capsule caravan carbon centrale charmant checken chip chocola cilinder circuit
  circus cirkel citaat citroen claimen clown club cockpit colbert column compact complot computer concert concours
  conflict contact contract correct coupe couplet courant cowboy cultuur cursief cursus daad dader dagblad dagboek
  dammen dampen danken dans dansen danser danseres darm debat debutant december decor deeg deel defect degen deken
  deksel deling denken denker depot dessert detail deuk deur deurbel diagram dialoog diamant dicht dichten dichter
  dieet dienen dienst diep dier diesel diner ding dingen dinsdag direct document doek doel doelen doken dokter
  dolle domein dominant donder dongen doolhof doorn doorslag doos dopen dorp dorst dossier douche douchen draad
  draag draai draaien draak dragen drang dreigen drempel dreun dreven driehoek drieluik drift droegen droevig
  dromen dromer drongen droog druif druppel dubbel duet duffel duif duik duikboot duiker duim duimen duin duizend
  dumpen duwen dwongen eekhoorn eend eenhoorn eervol eetzaal eeuw effect egel eieren eigenaar eiland eind eiwit
  elegant element elleboog ellendig embleem emmer enclave energie enig enkel entre entree envelop erfenis ergernis
  ernstig eskader essay etappe eten etiket examen excuus expert ezel fabriek fakkel fanfare fantasie favoriet
  februari feest feestdag feesten feit fenomeen festival fiets fietsen fietspad figuur filiaal film filmen filmrol
  filter finishen flat flauw fles flexibel flik flink flits fluit folie fonds fontein fooi forel formaat formule
  fornuis fortuin fout fraai fragment franc frequent friet fris front gaal galerie gang gans garage garnaal gast
  gastrol gauw gazon gebaar gebak gebied gebit gebouw gedicht gedoe geduld geduldig geest geestig gehucht geit
  gekleurd geld geleerd geloof geluid geluk gelukkig gemaal gemak gematigd gemeente genadig gene genoot gerecht
  gering geschenk geschikt geschil gesp gespen gesprek getal geul geur geuren geval gevat gevel geven gevierd
  gevoel gevoelig gewaagd gewas gewicht gewild gewricht gezellig gezet gezicht gezocht gezond gids gidsen gieren
  gierig gitaar gitarist gletsjer glimlach glimp gloed goeden golf golfen gooien goot gordel goten graad graan
  gracht gram grap grappig graven gravin greep grendel grens grepen greppel grille groef groeien groen groente
  groep groepen groet groeten grond grondig groot gulden gulpen gunstig gymzaal haag haai haaien haak haal haan
  haard haas haasten hacken hagedis haken half halfjaar halfuur hall hals halsband hamer hamster hand handbal
  handboek handdoek handel handelen handig handtas handvat handvol hard haren haring harnas harp hars hart hecht
  heelal heer heersen heftig hekwerk helft helling helm hemd hemel hemelen hendel hengst herberg herfst heten
  heuvel hevig historie hoed hoef hoek hoeken hoepel hoest hoeve holen hond honkbal hoofd hoop hoopvol hoorn hopen
  horen horizon horloge hormoon hotel houden houder hout houten houtkap huid huis huisdier hulp humeur huwen icoon
  idee inbreng incident infuus inham inktvis insect intiem inwoner inzet jaar jacht jager jaguar jaloezie janken
  januari jassen jeep jonker journaal juichen jura jurylid juweel kaak kaal kaap kaars kaart kaas kabel kade kader
  kalender kalf kalkoen kalm kameel kamen kamer kameraad kampen kampioen kanalen kaneel kanjer kans kansel kant
  kantelen kantoor kapel kapitaal kapittel kapot kapper kapsel karakter kartel karton karwei kassa kast kasteel
  katoen katten kauwen kauwgom kauwgum kaviaar keel keen keer kegel keizer keizerin keken kelder kelk keppel
  kermis kern ketel keuken keuren keurig kever keyboard kiel kiem kies kietelen kiezel kikker kippen klacht klas
  klassiek klauw klauwen klaver klavier kleden kleding kleed klem klep klets kletsen kleur kleuren klif klik klim
  klimaat kliniek klinker klok klom kloof kloon klop klos klus knaap knal knap knapper kneep knie knielen knik
  knikker knip knobbel knoeien knoflook knol knoop knopen knuffel knuppel kochten koeien koek koel koelen koepel
  koerier koers koersen koets koffer koffie koker kolk kolom kolonie komeet komen komkommer kompas kondigen koning
  kool koop koor koord kopen koper koperen kopgroep kopie koppel koppelen koppig koraal koren korfbal korst kort
  kosmos kost kostuum koud kozen kraag kraai kraaien kraan krab kracht krachtig kraken krans krant krap krater
  krediet kreeft kreeg kreek kring kroes krokodil krol krom kroning kroon kruid kruiden kruin kruip kruis kruisen
  kruiser kruit kubus kudde kuil kuip kunst kust kwal kwart kwartet kwartier kweek kweken kwestie kwetsen laag
  laan laar laars label lach lachen ladder laden lading lagen lager laken lamp land landdag landen landkaart lang
  lantaarn laptop laser lasten lastig lastpak later leden leed leerling leeuw legen leiden leiding leken lekker
  lemmer lemmet lenen lening lente lepel letter leuk level leven levendig lever leveren lezen lezer lezing lichaam
  licht lichter lied lieverd lift limonade link linken liter litteken logboek loge logen lokaal lollig long lood
  loods loodsen lopen loper lucht luchten lucifer luid luiden luier luik luipaard lukken lunch lunchen maag maal
  maan maand maandag maat machtig madam magneet mail makelaar makker malen mand manen manier mantel markt marmeren
  mars mascotte masker matig matroos mazzel meen meester meeuw melden melk melkweg melodie meloen membraan meneer
  menen mengen mengsel mening merk metaal meten meteoor meter meubelen middag middel middelen mieren miljard
  minuut misten mobiel model modern moer mogen molecule molecuul molen moment monster monument mooi morgen mosterd
  motief motor motorkap mouw muis muizen mummie munt museum muur muziek muzikaal muzikant naaien nacht nadeel
  nadelig nagel najaar namiddag natuur nauw navel nederig neen netten netwerk neus nevel nier nietig nieuw nikkel
  niveau nobel nodig nodigen noedels noemen noorden noot notitie november nuttig oase ober object oceaan ochtend
  oefenen oefening oerwoud offeren officier oktober olie olifant omelet omroep omslag omweg onbekend ondiep
  ongemak ongeval ongezond onhandig onkruid onnozel onrustig ontvang ontwerp onveilig onweer oogkas ooievaar ooit
  oorbel oosten opdracht openen opening operette opgewekt opper oprecht oprit oproep oproer opstand opstel
  optreden opzet oranje order orgaan orgel orkaan orkest otter ovaal oven overhemd overstap paal paard paarden
  pakhuis pakket paleis paling palm palmen pamflet pand paneel pantser papegaai papier para parachute parade
  paraplu parcours parel parfum parochie parodie passen passer pastorie patat patroon pauw pauze pedaal peer
  peloton pels penning pensioen pension peper perceel perfect periode perken perron pers persen pianoles picknick
  piek pieken piekeren piep piepen pieper pier pilaar piloot pinda ping pittig plaat plaats plaatsen plafond
  plagen plak plan planeet plant planten plat plateau platform play plechtig plee plein pleister plek plezier
  plint ploeg ploegen plug pluim pluk plukken plus podium poeder poen poes poetsen pokeren polder poliep polsen
  pomp pompen pompoen pond pont poort popelen popgroep portaal portie portret postbus posten poster potlood
  prachtig prairie preek prees premie premier prent prettig prik primeur prinses printer prix probleem procent
  product proef profiel program project pronken prooi prop pruik psalm pudding puin puls punt puntig puzzel quiz
  raad raadsel raap race racer radar raden rail raken ramen rammel rand randen rapen rapport rauw recent recept
  recht rechten reden reeks reep refrein regel regelen regen regenen regenjas regenval regime register reiken
  reinigen reis reiziger reken rekenen rekening relatie relaxen relevant remedie remixen rendabel renner rest
  restant revolver richten ridder riem riemen ring ringen rinkelen riool riskant ritueel rivier robot roddel
  roddelen roedel roeien roep roepen roer roeren roet roken rolstoel roman rommelen rommelig romp rond rooster
  rotonde rots rouwen roze rozet rubber rubriek rugzak ruig ruil ruilen ruim ruimen ruimte ruis ruit ruiten ruiter
  rund rups rustig ruzie saai salaris salon sample sant sappig saus saxofoon schaal schaap schaar schaduw schakel
  schaken schaker schalen schans schap scharen schat schattig scheen schelen schelp schenken schep schepen
  schepsel scherm schermen scherp schetsen scheur scheuren schil schimmel schipper schoen schok scholen schommel
  school schorsen schort schouder schouw schouwen schreeuw schreven schrift schroef schroot schuif schuim schuin
  schuur scooter segment sein seinen serie serre server sfeer shirt sigaar signaal sikkel simpel singel sjaal
  skelet sketch slaap slaat slag slagen slager slak slank slapen slaperig slecht slee slepen sleutel slim slinger
  slok sloop slopen slordig sloten sluier sluiting slurf sluw smaak smaken smal smeden smoes smurf snaar snavel
  sneden snee sneeuw sneeuwman snelheid snelweg snik snoek snoep snoeren snor snuit soep soepel sokkel soort
  sopraan souvenir spannen spannend spar sparen speaker speciaal speel speeldag speet spek spel speld spelen
  speler spiegel spier spieren spion splitsen spoed spoedig spoel spoelen spons spoor spoorweg sporen sporthal
  spot springer sprint sprong sprongen spui spul spuug staaf staak staal staan staar staart stabiel stad stadhuis
  stadion stakker stalen stam stand stap stapel staren start starten station steeg steiger steil stel stellen
  stelling stelsel ster sterk sterren steun steunen steur stevig stichten stick stier stift stil stille stipt
  stoel stoep stof stok stoofpot stoornis stoot storen storing stormen stoten stout straal straat strak strand
  stranden straten streden streed streek streep streken streng strik strikt stro stroming stroop stropdas struik
  student studente stuit stuiver stuk stuur stuw stuwdam stuwmeer subgroep subsidie subtiel succes suiker supercup
  surfen symbool symfonie systeem taai taak taal taart tabel tablet tafel tafereel taken talen talent tand
  tandarts tanden tanken taxi techniek teder teen teer tegel teken tekenen tekening tekens tekst telegram telg
  teller tent tentdak tenue tepel terrein terugkom test testen tevreden theater thee theorie thuis ticket tien
  timmer titel titelrol tocht toekomst toer toeren toerist toernooi toestel toets toetsen toilet tolk tomaat
  toneel tonen topper toren tournee touw touwen tovenaar toveren traan tractor trainen training traject traktaat
  tram tramnet treden trein treinen trek trekker tres treuren treurig trofee troffen trokken trol trommel trompet
  troon troosten tros truc tuig tuin tuinen tunnel turnen type typen uitbouw uitleg uitloper ulster uniek uniform
  update uren uurwerk vaandel vaart vaas vacht vakantie valk vallei vallen vang vangen vanille varen variant
  varken veeg veen veilig veld velen venster verband verdriet verf verhaal verhalen verheven verhit verkeerd
  verkoper verlaten verlegen verlof verloop vers verschil verslag vertrek verval vervolg verward verwend verzet
  verzoek vestigen vesting viaduct vielen vier vierkant vieux vind ving vink viool vismarkt vissen vlag vlak vlas
  vlees vlek vleugel vlieg vlieger vliegtuig vlies vlinder vloeien vloeiend vloer vloeren vlogen vlooien vloot
  vlot vluchten vlug vlugger vochtig voeden voeg voegen voelen voer voeren voertuig voetbal vogel volg volgen volk
  volkomen volledig volmaakt vond vondel vonden vonk vonken voordeel voordeur voorjaar voorraad voorstad voorval
  voorwerp voorwiel voren vork vorm vormen vorstin vraag vracht vredig vreemd vreten vreugde vroeg vrucht vuist
  vulkaan vuur vuurtoren vuurwerk waaier waal waardig waas wacht wagen wagon wals walvis wandel wandelen wanhopig
  warm warmen wasbeer wassen water wateren waterloo waterput waterval website weefsel weeg week weekblad weekend
  weerwolf weigeren weinig weken wekker wenden wenen wennen wensen wereld weren werf werk werkdag werken werkplek
  werp wervel westen wezel wezen wied wieg wieken wiel wielen wier wild wilg wind winkel winkelen winnaar winst
  wiskunde wissel wisselen woensdag wolk wolven wonen woning wonnen woord worden workshop worp wortel wrak yoghurt
  zaad zaag zaaien zaak zaal zaan zacht zadel zadeldak zakdoek zakgeld zaklamp zalf zalm zamelen zand zanger
  zangeres zaterdag zeep zegel zeggen zeil zeilen zeiler zender zenuw zetel zetelen zetten ziel zielig zilveren
  zinnen zinvol zochten zoeker zoet zolder zomer zomers zond zondag zonde zonen zongen zonlicht zonne zonnen
  zonnig zooi zorg zorgen zout zouten zucht zuiden zuiger zuil zuinig zuiveren zuur zuurstof zwaaien zwaan zwak
  zwaluw zwam zwavel zweer zwelling zwembad zwemmer zwerm
`
    .trim()
    .split(/\s+/),
);

/** Words drawn evenly by the generator of the browser: 2,048 divides 2^16, so no word is likelier than another. @param {number} count */
export function chooseWords(count) {
  const drawn = crypto.getRandomValues(new Uint16Array(count));
  return Array.from(drawn, (number) => /** @type {string} */ (WORDS[number % WORDS.length]));
}
