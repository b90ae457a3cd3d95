/**
 * The words of a passphrase: 7,776 common Dutch words of four to eight letters without accents, no two of which differ by
 * one letter only; four of them are 51.7 bits. From the OpenTaal word list; words-README.md says how they were chosen. The
 * order and the words may change: a passphrase in use is what was typed and does not depend on this list.
 */

export const WORDS = Object.freeze(
  `
  aalmoes aanbeden aanbiedt aanblik aanbod aanbouw aandacht aandeel aandoet aandrang aanduidt aandurft aaneen aangaan
  aangaf aangeeft aangeven aangifte aanging aanhaalt aanhad aanhalen aanhangt aanhef aanhoren aanhoudt aanjagen aankan
  aankeek aankijkt aankom aankomen aankomst aankoop aankwam aanleg aanleren aanlopen aanmaak aanmaken aanmeldt aannam
  aannames aanneemt aannemen aanpak aanpast aanplant aanraakt aanrader aanrecht aanschaf aansloot aansluit aansprak
  aanstaat aantal aantocht aantonen aantoont aantrekt aantrof aanvaard aanvalt aanvang aanviel aanvoelt aanvoer
  aanvraag aanwezig aanwinst aanzet aanzette aanzicht aanzien aanzoek aapjes aardbol aardgas aardig aardolie aardse
  aarzel aarzelen abonnees abrupt absoluut abstract absurd abuis academie accent accenten accident accijns account
  accu accurate aceton achtbaan achter achteraf achteren achterop achtste achttien acroniem acryl acta acteurs actie
  actieve activa activeer activist actrice actuele acuut adagium adapter adelaars ademnood ademt adequate adieu
  adjudant adjunct admiraal adonis adoptie adres adressen adult advent advies adviezen adviseur advocaat aerobics
  afasie afbijten afblazen afbouw afbouwen afbreekt afbreken afbreuk afdak afdekken afdeling afdoende afdoet afdrogen
  afdruk affaire affectie affiche afgaande afgaat afgang afgedaan afgedekt afgekort afgelast afgeleid afgemeld
  afgepakt afgeremd afgerond afgetapt afgeven afgewend afgezant afgezegd afgezet afgezien afgifte afgunst afhaal
  afhalen afhandig afhangen afhangt afhouden afkeer afkeuren afkeurt afkicken afkoelen afkoelt afkomen afkomst
  afkraken aflegde afleggen aflegt afleiden afleidt aflevert aflezen afliep afloop aflopen aflossen afmaakte afmaken
  afmelden afmeting afname afneemt afnemen afnemers afpakken afpakt afraden afreizen afremmen afrijden afrit afro
  afronden afscheid afschuw afslank afsloot afsluit afspeelt afspelen afspraak afstamt afstand afsteken afstoten
  aftappen aftellen aftocht aftrap aftreden aftreedt aftrek afvaart afval afvalbak afvallen afvegen afvoer afvoeren
  afvraagt afvragen afvroeg afvuren afwas afwassen afwees afweging afwenden afwerken afweten afwezig afwijkt afwijzen
  afzender afzet afzetten afzien afzijdig agenda agenten agressie ahum aikido airbags airbus airco airline airport
  akelig akkers akkoord alarm alarmen albino album alchemie aldaar aldoor aldus alert alfabet algauw algebra algehele
  algemeen alhier alhoewel alias aliassen alibi alinea allang alle allebei alledag alleen allegro allemaal alleman
  allergie allerlei allicht allround almanak aloude alsmaar alsmede alsnog alsof alsook althans altijd alumni alvast
  alvorens alweer alzo amarant amateur amazones ambitie ambt ambten ambulant ammoniak amnestie amor amper ampullen
  amulet amusant amuseer amuseren anagram anale analist analoge analyse ananas anarchie anatomie andere andersom
  andijvie anekdote angelus animatie animator anime anomalie anoniem anorexia ansjovis antenne antieke antwoord aorta
  aparte apathie apetrots apex apostel apotheek apparaat appel appelsap appeltje appendix applaus apps aqua aquaduct
  aquarel aquaria aquarium arbeid arbeider arbiter arcade arcadia archief archipel areaal argument argus argwaan
  armband arme armoede armoedig arrest arrogant artefact artiest artikel artritis artrose artsen artwork asbest asfalt
  aspect aspecten asperges aspirant aspirine assist atelier atheneum atleet atleten atletiek atomen atoom attentie
  attest attitude audit auditie auditor augurk augurken auteur auto autobom automaat automerk autonome autootje
  autopech autorit autovrij autoweg avances avant avatar avenue averij avocado avond avonden avontuur baantje baas
  baasje babbel babbelen babes babi bachelor bacon bacterie badge badhuis badjas badkamer badkuip badpak badwater
  bagage baggeren baht bakens baker bakermat bakfiets bakkerij bakkie baksteen balans balbezit balie balkon ballade
  ballast ballet balletje ballroom balpen balsem balzaal balzak bamboe banaan bananen bancaire bandana banden bandiet
  bandjes bands banjo bankier bankje bankpas bankroet bankstel banner barakken barbaar barbecue barbie barcode bariton
  barkruk barman barok barokke barones barrage barst barsten basale baseball baseerde baseert baseren basiliek basis
  basiself basket bassins bataljon battle baxter bazaar bazen beagle beambte beamer beboet beboste bebouwde bedachte
  bedankje bedankt bedekt bedenken bederven bedient bedje bedoeld bedoelen bedongen bedraagt bedrijf bedroefd bedroeg
  bedrukte bedtijd beducht bedwang beekjes beeld beelden beeldig beeldjes beenmerg beesten beestjes beet beetje
  befaamde begaafd begaan begaf begaven begeeft begeleid begin beginnen beginsel begraaft begreep begrensd begrepen
  begrijp begroet behaal behaarde behagen behalve behandel beharing beheer beheerst behelpen behelst behendig behield
  behoeden behoefte behoeve behoorde behoort behoren behoud behulp bejubeld bekeek bekeerd bekeken bekend bekenden
  bekering bekers bekertje bekijk bekijken beklede bekleedt beklimt beklom bekneld beknopte bekogeld bekomen bekroond
  bekwame belaagd belager belandde belandt belang belangen belast belasten belazert beledigd beleefd beleg beleggen
  beleid beletten beleven beleving belfort bellen bellers belofte belonen beloning beloofd beloop beluste bemande
  bemannen bemoei bemoeien benaderd benaming benarde benauwd bench bendes benefiet benen beng benieuwd benijd benodigd
  benoemen benoemt benut benutten benzeen benzine beoefent beoogde bepaalde bepaalt bepalend beperken beperkt bepleit
  beraad beramen bereidde bereiken bereikt berghuis berging bergpas bergtop bericht berijden berispt beroemde beroep
  beroerd berooft berouw berusten bescherm beschik beschouw beschut beseffen besefte beslecht beslis besliste besloot
  besluit besmet besmette besmeurd bespaar besparen bespeelt bespelen bespeur bespot bespoten besprak bespreek bessen
  besta bestaand bestaat besteden besteed bestel bestond bestookt bestormd bestrijd besturen bestuur bestwil betaald
  betalen betaling betekent beter beteren betogers betoging beton betonnen betoog betoverd betrapt betreedt betreft
  betrek betreurt betrof betuigde betweter betwist beugel beurs beurzen bevat bevatten beveelt beveilig bevestig
  beviel bevinden bevindt beving bevlekt bevlogen bevoegd bevolen bevolkte bevond bevragen bevriend bevriest bevrijd
  bevroren bewaakt bewaard bewakers bewaking bewaren beweerde beweert bewees bewegen beweging bewerk bewerkte bewijs
  bewijzen bewind bewolkt bewoners bewoond bewust bewuster bezaten bezegeld bezem bezette bezielde bezielt bezig
  bezinken bezitten bezocht bezoeken bezoekt bezorgd bezorgen bezweek bezwijkt bibber biceps bieb biecht biechten
  bieden biedt biefstuk bigband bijbenen bijdrage bijgaand bijgezet bijhoudt bijkans bijkomen bijkomt bijlage bijleren
  bijles bijna bijnaam bijnamen bijrol bijstaat bijstand bijtende bijtijds bijtjes bijval bijwonen bijzaak bijzijn
  biljart biljet binaire bindend binding bingo binnen binnenin biogas biograaf biologie bioloog biomassa bioscoop
  biotech biotoop birdie biscuit bisdom bisschop bistro bitcoin bittere bivak bizar bizarre bizon blaadjes blaam
  blabla black blader bladeren bladgoud blaffen blaft blanco blaren blauwe blauwtje blazers bleef blessure blijde
  blijft blijheid blijven blik blikjes bliksem blits bloei bloeide bloemen bloemist bloempje bloempot bloesems bloesje
  blog bloggen bloggers blogje blogpost blokhut blokkade blokkeer blokken blonde blondine blondjes blouse blozen
  blubber blues bluf blunder board bochtige bock bodem body boeiende boeking boekjaar boekje boekt boekvorm boekwerk
  boel boeman boeren boetiek boffen bogey boiler bokaal boksbal boksen boktor bonbons bondage bondig bonje bonjour
  bonsai bonussen boogie boomhut boompje boomstam boontjes boorden boosheid boot bootje bootleg bootsen bordeaux
  borders bordje bordspel borduren borgsom boring borrel borrelen bosbouw bosbrand bosjes bosrijke boston boten
  boterham botox botsing botste bougies bouillon boules bourbon bouvier bouwde bouwers bouwheer bouwhuis bouwjaar
  bouwlaag bouwman bouwplan bouwput bouwt bouwwerk bovenaan bovenal bovenarm bovenin bovenlip bovenop bovenste bowlen
  bowling boxer boyband boycot brachten braderie braille brak brancard branche brandde brandend branders bravo
  bravoure breder breedte breek breiden breidt brengen brengt bretels brevet bridge brief briefing briefje brieven
  brigade bril brocante broccoli broche brochure broden broeders broeken broekzak broertje brokjes brommen brommers
  broncode bronnen brons brood broodje brouwsel brownie browning browser brug bruggen brugklas bruid bruiloft bruine
  bruinvis bruisend bruist brunch brunchen brunette brutale bruto bubbels budget buffers buffet buggy buiging buikje
  buikpijn buisjes buit buiten buitenaf bukken bulldog bulletin bultjes bultrug bumper bundel bundelen bungalow bunker
  bunny bureau burgerij burgers burrito busbaan bushalte business buskruit buslijn busreis butler button buurland
  buurman buurt buurtbus buurten bvba bypass bytes cabaret cabernet cabine cabrio cacao cachet cactus caddy cadeau
  cadetten cadmium cake cakejes calcium calypso camel camera campagne campers camping campus candida cantate cantor
  canvas canyon capabel capsule captain capuchon caravan carbon cargo carillon carnaval carrier carte cartoon carwash
  cascade cashback casino cassatie cassette casting casual casus catalogi cateraar catwalk causaal cava cement census
  censuur cent center centjes centraal centrum chakra chalet chansons chaos charmant charme charter chassis chateau
  chatroom check checken chef chemicus chemie chemisch cheques chevron chianti chic chiefs chino chique chirurg chloor
  chloride choco chocola chocomel choice cholera chorizo chroom ciao cijfers cilinder cinema circa circuit circus
  cirkel cirkelen citaat citaten citeer citeerde citroen city citytrip civiele claim claimen classic clausule claxon
  click climax clinic clips close cloud clown clubhuis clubje clubkas clubs cluster coach coaches coaching coalitie
  coaster coatings cockpit cocktail cocoon codenaam codering codes coffee cognac coherent cohesie cola colbert
  collages collecte college collier colofon colonne colour columns combo comeback comedy comic commando commotie
  compact compleet complex complot computer concert concilie conclaaf concours concrete conditie condor confetti
  conflict conform congres console consul contact contante content continu contour contra contrast controle convex
  cookie cooler coolste copiloot corner corona corps correct corrosie cortex cosy cottage country coup couplet coupon
  courant coureur court couscous couture cowboy cowgirl coyote crash crashen creatief credit credo creperen crew
  cricket crisis criteria critici criticus crossing cruciaal cruise crux crypte cuisine culinair culturen cultus
  cultuur cupcake curatele curator curie curieuze curiosa curling curry cursist cursor cursus curves cutter cyborg
  cycli cyclonen cycloon cyclus cynisch cynisme daag daagse daalden daaraan daarheen daarmee daarna daarnet daarop
  daarvoor dacht daders dagblad dagboek dagen dagjes dagkaart daglicht dakgoot dakraam dalai dalende dames dametje
  dammen dammers damp damwand dandy danig dank dankbare dankte dankzij dansen dansende dansers danst dappere darts
  databank database datalek date dateert dateren datgene dating datum daverend deadline deal debacle debat debatten
  debiet debutant debuut decaan decadent december decennia decibel deck decoder decor decreet decreten deejay deelbaar
  deelde deelname deels deeltijd deeltjes default defecte defensie deflatie deftige degene dekbed dekentje dekking
  deksel delen delete delicate delict deling demo demper demping denim denkbaar denken denkende denkers denkt denktank
  denkwerk depot depri derby derde derhalve dermate dertien dertig dertiger design designer desktop desnoods dessert
  destijds details detector detentie detox deugden deugt deuntje deurbel deuren devotie dewelke deze dezelfde diabetes
  diadeem diagnose diagram dialect dialogen dialoog dialyse diameter diaspora dichtbij dichte dichters dichtst
  dictator dicteert dicteren diegenen dienaar dienaren dienblad diende dienders dienend dienst diensten diepe diepere
  diepgang diepste dierbare diertjes diggelen digitale dijbeen dijen dikkere dikte dikwijls dilemma dimensie diner
  dingen dingetje dinsdag diocees diploma direct directie director dirigent discipel disco discount discours discreet
  diskette display dispuut district ditmaal dito diverse dividend divisie dixie dizzy djinn dobber dobberen docent
  docenten dochter doctor doctrine docu document dodelijk doellijn doelloos doelman doelpunt doelt doelwit doen dogma
  dokters doktoren dolblij dolce dolfijn dolgraag dollar donateur donatie doneerde doneert doneren donker donor donut
  doofpot doorbrak doorga doorgaan doorging doorhad doorhebt doorheen doorkijk doorlaat doorliep doorloop doornen
  doorreis doorslag doorsnee doorvoer doorzoek doos doosjes dopamine doper doping dorado dorpen dorpjes dorre dorstig
  dort dosering dosis dossier douane douche download downs downtown dozijn draadje draaien draait dragende drager
  dragons drainage drama dreads drempel dressing dressoir dressuur dreumes dreun dreven drie drieling drieluik
  driemaal drietal drietand driften driftig drijfnat drijft drijven dringend dringt drink drinken droegen droevig
  droge drogist dromen dromerig dromers drones droogte droom droomde drop droppen dropping druif druk drukke drukpers
  drukste drukwerk drumband drummer drums drumstel druppel duaal dualisme dubbele duiding duidt duikboot duiken
  duikers duimpje duin duistere duizelig duizend dummy dumpen dunne dunnere dupe duplex durende durf durfden dusdanig
  dusver dusverre duurde duurdere duurste duurzame duvel duwen duwt duwtje dwaalt dwalen dwaling dwangsom dwarse dwaze
  dweil dweilen dwong dwongen dynamiek dynamo dynastie dyslexie echte echtheid echtpaar ecologie economie econoom
  eczeem edelhert editie editor educatie eeneiige eenheden eenheid eenieder eenjarig eenling eenmaal eenmalig eentonig
  eenvoud eenzame eerbied eerste eertijds eervol eervolle eetbaar eethuis eetkamer eetlust eettafel eetzaal eeuw
  eeuwen eeuwig effect effecten effen egale eicel eigenaar eigendom eigenste eilanden eindbaas einddoel einde eindfase
  eindigde eindigt eindjes eindpunt eindspel eindtijd eindwerk eindzege eisen eisende eisers eiwit eiwitten elastiek
  electro elegant element elevator elfjes elftal elitaire elite elixer elkaar elkander elpee embargo embleem emblemen
  embryo emeritus eminent emiraat emiraten emoties empathie empire employee enclave energie enfin engerd enige enigma
  enkele enkeling enkeltje enorm ensemble entiteit entree envelop enzym enzymen epidemie epileren episch episode
  epsilon equipe erachter eraf erbij erboven erbuiten eregast eretitel erfdeel erfelijk erfenis erfgoed erfpacht
  erfrecht ergens erger ergeren ergernis ergst erheen erkennen erlangs ermee ernaast ernstig eromheen eronder eropuit
  erover ertegen ertoe ertussen eruit ervaart ervan ervaren ervaring erve ervoor erwt erwten erwtjes escorts eskader
  eskadron espresso essay essence essentie etages etalage etappe etentje ethanol ethernet ethiek ethisch etnische etui
  euforie euregio eureka euro eurocent eurozone evenals evenaren eveneens evengoed evenmin eventjes evenveel evenwel
  evenzeer evenzo evident evolutie exact examen excessen excursie excuseer excuses excuus exoten exotisch expansie
  expats expert experten expo exposure expres extase extensie externe extract extreem extremen extremis eyeliner
  fabeltje fabriek facelift facetten factor factoren factuur failliet fakkel falafel fameuze familie fanaat fanatici
  fanatiek fanclub fancy fanfare fanmail fanshop fantasie fantasy farao farce farmacie fase fastfood fatale fatsoen
  fatwa fauna fauteuil favela faveure favoriet faxen fazanten feature februari federale feedback feest feestdag
  feestje feilloos feit feiten feitjes felle fellows feminist feniks fenomeen fervent festijn festival fiasco fiber
  fiche fictie fictieve fiets fietsen fietsers fietspad fietstas figaro figurant figuren figuur fijne fijnere fijnste
  fijnstof fijntjes filiaal filialen film filmen filmhuis filmpjes filmrol filmster filmzaal filosoof filter filteren
  finale finalist finish finishte firewall firma firmware fiscale fiscus fitheid fitness five fixatie fixeren fjord
  fjorden flamenco flamingo flanken flappen flarden flatje flats flauw fleece fles flesje flessen flexi flexibel
  flinke flipper flipte flirt flirten flitser flodder floreert flow fluister fluitend fluitje fluor fluoride fluweel
  fluwelen flyer focussen focust foetsie foetus fokker fokkerij folders folie folklore fonds fondsen fondue fontein
  forceer forceren forenzen forfait formaat formatie formeel formule fornuis forse fortuin forums fosfaat fosfor
  fossiele foto fotoboek fotonen fotootje fouten foutief foutieve foutjes foutloos foxtrot fraaie fractie fragiele
  fragment frame francs franje frappant freaks frequent frietjes frigo fris frisbee frisse frites frituren frituur
  frontale frontman fructose fruitig fruitsap fuchsia fuif fuiven fulltime functie fundatie funest fungeert fungeren
  funky furieus furore fuseren fusie fusion future fysica fysicus fysieke fysio fysische gaafste gaan gaande gaatje
  gabbers gade gadgets galblaas galerie galloway galop gameboy gaming gammele gangbare gangetje gangpad ganse gapende
  garage garant garantie garnaal garnalen gasfles gaslek gasten gastheer gasthuis gastland gastrol gastvrij gateway
  gaven gazelle gazon gebabbel gebakje gebakken gebergte gebeuren gebeurt gebezigd gebied gebieden gebit geblaf
  geblazen gebleven geblogd geblokte geblust gebod geboeid geboekt geboorte geboren gebotst gebouw gebouwen geboycot
  gebracht gebraden gebrand gebreide gebrek gebroken gebruikt gebukt gecheckt gechipt geclaimd gecoacht gecrasht
  gedaan gedaante gedacht gedanst gedeeld gedeelte gedegen gedekte gedempte gediend gedijt gedoe gedoken gedoopt
  gedoucht gedraaid gedrag gedragen gedrenkt gedreven gedroomd gedrukt geduld geduldig gedumpt gedurfde geduurd geen
  geestig gefietst gefilmd gefluit gefocust gefokt gegane gegeven gegil gegooid gegoten gegraven gegrift gegrilde
  gegroeid gegronde gehaald gehaat gehackt gehad gehalte gehangen geharde gehavend geheel geheim geheimen gehesen
  geheugen gehoeven geholpen gehoord gehore gehouden gehuild gehuurde gehuwd geintje gejaagd gejammer gejank gejat
  gejuich gelabeld gelach gelachen gelaten gelatine geldende geldig geldnood geldt geleden geleerd gelei geleider
  geleidt gelekt geleuter geliefde gelieve gelijk gelijmd gelinkt geloof geloofde geloosd geloven gelovige geluid
  geluiden geluk gelukkig geluncht gemaakt gemaild gemak gemalen gematigd gember gemeen gemeente gemeld gemengd gemist
  gemolken gemorst gemunt genaamd genade genageld geneigd generaal genereus genetica genezer genezing geniaal geniepig
  geniet genieten genius genoeg genoegen genoemd genomen genoom genot genres geoefend geofferd geoloog geoogst geopend
  geopperd gepaard gepakt gepaste geperst gepiept gepland gepleegd geplooid geplukt gepoetst gepompt gepoogd gepost
  gepraat geprezen geprijsd geprikt geprinte geproefd geraak geraakte geracet geraken geramd gered geregeld gereisd
  gereset gerichte geringe gerold gerommel geroofd gerookt gerucht geruime gerund gerust gescand geschaad geschat
  geschenk geschied geschikt geschil geschopt geschud gescoord gescout geslaagd geslapen gesleept gesleurd gesloopt
  gesloten gesmeerd gesmeten gesnapt gesneden gesnoerd gesp gespeeld gespen gespierd gesport gespreid gesprek gestaakt
  gestaan gestage gestalte gestampt gestart gestegen gesteld gesterkt gesteund gesticht gestoken gestoomd gestopt
  gestrest gestuurd getagd getale getankt getekend getest getij getijden getikt getild getimed getiteld getogen
  getoond getraind getreden getreurd getroost getrouwd getuigen getuigt getypt geurende gevaar gevaarte geval gevallen
  gevatte gevecht geveegd geveild gever geverfde gevierd gevlekte gevoel gevoelig gevolgd gevolgen gevonden gevormd
  gevraagd gevreesd gevulde gewaad gewaagde gewaden gewas gewassen geweest gewelf gewelven gewend gewenste gewerkt
  gewezen gewijd gewilde gewillig gewin gewonnen gewoon gewoonte geworden gezaaid gezag gezant gezanten gezegd
  gezegend gezellig gezet gezeten gezeur gezever gezicht gezien gezinnen gezochte gezond gezongen gezouten gibbons
  gids gidsen gierig gigant giganten gillende ging giraf giraffe giro gister gisteren gisting gitaar gitaren gitarist
  glaasje gladde gladheid glamour glanzend glas glaswerk glazen glazuur gletsjer glijbaan glijdt glimlach glimmend
  glimp glitter globale globe glorieus glossy glucose gluren goed goeden goederen goedheid goedkoop goeie goeroe
  goesting gogo gokkers gokt golem golf golfbaan golfbal golfclub golfer golven golvende goodwill googelen gooien
  gordel gordijn gorilla gospel gossie gothic goudgele goudmijn goudsmid goudvis gourmet gozers graaft graag graden
  gram granaten grandeur grands graniet graphic grapjas grapje grappig grapt grasmat grasveld gratis grauw gravel
  graveren gravin gravure grazers grendel grens grenzen greppel gretig griep griepje griezel griffel griffier grijns
  grijpen grijpt grijze grill grillig grimmig grind grit groeide groeiend groeit groene groenten groepen groetjes
  grofweg gronden grondig grondwet groots grootste grote grotere groteske grotten groupies grunge gruwel gruwelen
  gulden gulle gulzig gunnen gunste gunstig guts gymles gympen gymzaal haaien haakjes haaks haalbaar haalde haalt
  haarband haarfijn haarlak haarverf haarzelf haasten haastig habitat hackers hadden hagedis hagel haha hahaha haiku
  half halfjaar halflang halfopen halfrond halfstok halfuur halfvol halfzus hallo halsband haltes halve hameren hamert
  hamster hamvraag handbal handboek handdruk handelde handelt handicap handig handiger handje handpalm handrem handtas
  handvat handvest handvol handwerk hangar hangen hangende hangers hangmat hangslot hangt hanteert hanteren hapje
  happen happy hardcore harddisk harde hardere hardheid hardloop hardop hardrock hardst hardware haring haringen
  harmonie harmony harnas hart hartige hartje hartslag hashtag hattrick havens haventje havo hazard headset healing
  heavy hebbende hebbes hebt hechting hectare hectiek hectisch heeft heek heengaan heenreis heerlijk heersen heersers
  heette hefboom hefbrug heffing heftig heftiger heftruck heidenen heidens heil heilzaam heimat heimwee heisa hekelt
  hekwerk hemd hemden hemel hemelse hemeltje hemzelf hendel hengst hengsten hennep herberg herboren herbouw herdacht
  herdenkt herders herdruk herfst herhaald herinner herkent herkomst herkozen herladen herleeft herleid herleven
  hernia heropend herrie hersenen herstart herstel hertogin hertz hervat herzien hetero hetgeen hetzij heupen heuvels
  hevige hiaten hield hielden hier hierbij hierdoor hierheen hierin hiermee hiernaar hierop hierover hiertoe hieruit
  hiervan high hightech hijsen hinderen hindert hint hiphop hippe hippies hipster historie hitlijst hitte hobbels
  hobbit hobby hockey hockeyen hoefde hoekhuis hoekig hoekman hoelang hoesje hoesten hoeveel hoeverre hoewel hoezeer
  hoezo hofnar hoger hogerop hokje holdings hologram holst holster home homepage hommage hommels honderd hondjes
  hongerig honk honkbal honneurs hoofd hoofdact hoofden hoofdman hoofdrol hoofdvak hoogbouw hoogheid hoogmis hoogte
  hoogtij hooguit hoop hoopje hoopten hoopvol hoorbaar hoorde hoorspel hopelijk hopeloos hopeloze hopend hopper horeca
  horen horende horloge hormonen hormoon horror hospice hostess hotdogs hotel hotline hotspot houdbaar houden houdende
  houding houdt house houtje houtkap houtwerk houvast hovenier https huidige huifkar huis huisarts huisbaas huisdier
  huisje huiskat huisman huismus huisraad huisvest huisvuil huiswerk huiver huiverig huize hulde huldigen hulp hulpje
  hulplijn hulzen humane humanist humeur hummus humor hunters huppelen husky hutten huurauto huurden huurders huurhuis
  huurling huwelijk hybride hydra hyena hymne hyper hypnose hypo hypofyse ibis iconen icoon icoontje ideale idealist
  ideetje identiek idioom idiote idolen idylle ieder iedereen iemand ietsje ietwat ijsberen ijsberg ijsjes ijskap
  ijskast ijskoud ijssalon ijsthee ijstijd ijveren ijverig ijzige ikzelf illegaal illusies imago imitatie imitator
  imiteert imiteren immense immers immoreel immuun impact impala impasse imperium implosie import imposant impuls
  impulsen inactief inbegrip inblazen inboedel inbouw inbox inbreken inbreng inbreuk incasso incident incluis inclusie
  indeling indices indienen indient indirect individu indoor indruk inductie induiken ineens inenten inenting infectie
  inferno inflatie info infra infuus ingaat ingang ingangen ingebed ingegaan ingekort ingeleid ingelogd ingelost
  ingepakt ingeven ingeving ingevuld ingewijd ingezet ingooien ingreep ingrepen ingrijpt inhalen inham inheemse
  inherent inhield inhoud inhouden inhumaan inhuren inhuur initieel inkeer inkeping inkijk inkijkje inkom inkomen
  inkoop inkoper inkorten inktvis inladen inlassen inleg inlevert inlezen inlijven inloggen inlopen inluiden inname
  inneemt innemen innige inpakken input inrijden inrit inruilen insect insecten insider insigne inslaat inslag
  inslapen insmeren inspelen inspraak instant instap insteek insteken instemde instemt instinct instort instroom
  insturen insuline intact integer intense intentie intercom interim intern internet interval intieme intikken intocht
  intrede intrek intriges intro intussen invaller invasie invloed invoer invoeren invullen invult inwendig inwerken
  inwoners inwoning inzag inzake inzenden inzet inzetten inzicht inzien inzoomen ironie ironisch irritant isolatie
  isoleert isoleren isotopen issue items jaagt jaarboek jaargang jaartal jaartje jacket jackpot jacuzzi jager jaguar
  jakhals jaloers jaloezie jammer jammeren janken januari japon jargon jarige jasje jaszak jawel jawoord jazeker
  jazzclub jeeps jemig jetlag jetski jeugd jeugdige jeukt jezelf jingles jippie jochie joeg joepie joggen joggers
  jogging joint jojo joker jonge jongelui jongeman jongens jongeren jongetje jonkheer jonkies journaal jouw joystick
  jubileum judo judoka juffen juffrouw juichen juicht juicy juist jukbeen jukebox jullie jumbo jumpsuit jungle juni
  junioren juristen jurken jurkjes jury jurylid justitie jute juweel juwelen juwelier kaaiman kaaklijn kaalheid
  kaarsje kaarsvet kaart kaarten kaartjes kabaal kabels kabinet kabouter kachel kadaster kadavers kaft kajak kajakken
  kalender kalfjes kaliber kalium kalkoen kalmeert kalmte kalveren kameel kameleon kameraad kamers kamertje kamikaze
  kampeer kamperen kampioen kampong kampvuur kanalen kanarie kanjer kans kansloos kansloze kansrijk kantelen kantelt
  kanten kantine kantjes kantoor kantoren kapelaan kapen kaping kapitaal kapitein kapittel kapot kapotte kappa kappers
  kapsalon kapsel kapsones kapstok karaat karakter karamel karaoke karavaan karkas karma karren karretje kartel karton
  karwei kasseien kastje katapult katheter katoenen kauwgom kavel kaviaar kazerne keelgat keelpijn keeper keer keerde
  keerpunt keertje keihard keizer keizerin kelder kelderen kenbaar kenmerk kennen kennende kennis kenteken keramiek
  kerel kereltje kermis kerntaak kerosine kerstdag ketchup ketenen ketens keuken keurig keurmerk keuze keuzevak kevlar
  keyboard kickt kiekeboe kielzog kies kiespijn kieswet kietelen kieuwen kiezen kiezers kijk kijkduin kijken kijkende
  kijkers kikker kille killers kilo kilogram kimono kingsize kiosk kitsch kittel kittens kiwi klaagden klachten klagen
  klagers klampen klap klapband klare klasse klassiek klauwen klavier kleden kledij kleed kleedje kleeft kleine
  kleinere kleinste klem klemmen klemtoon kletsen kletsnat kletst kleur kleuren kleurige kleurtje kleuters kliekjes
  klimaat klimaten klimmers klimt kliniek klinisch klinken klinkers klinkt klokhuis klokje klokslag klonk klontje
  kloof kloppen klopte kluis klusjes klussen knaagt knaap knal knalde knaller knappe knapperd knapste knecht knechten
  kneep kneepjes kneuzing knielen knietjes knikte knipoog knippen knippert knipt knobbel knoflook knokken knollen knop
  knopen knopjes knots knuffel knuppel knusse knutsel koala koeien koekjes koelbox koeling koelkast koemelk koepels
  koerier koers koestert koetsier koffers koffie koken kokkin koks kolere kolibrie kolom kolommen kolonel kolonies
  komedies komende kometen komiek komieken komische komma kompaan komt konden kondigde kondigt konijn konijnen
  koningin konvooi kooi kookboek kookpunt kookt koolhaas koolstof koolzuur koopman koopwaar koord koorts kopbal
  koperen kopgroep kopieer kopje koplamp koploper koppel koppelen koppig koppijn kopstoot kopstuk koralen kordaat korf
  korfbal korpsen korrels korset kortaf korter kortfilm korting kortom kortste kortweg kosmos kostbare kosten kostende
  kostuum koud kraai kraambed kraantje krabbel krabpaal kracht kraken krakers kransen krant krediet kreeften kreeg
  kregen krekels krenten kriebels kriek krieken krijgen krijgers krijgt krimp kring kriskras kristal kritiek kritisch
  krokante kroket krokodil kromming kroniek kroning kronkel kroontje kroop kruidige kruimels kruipen kruipt kruising
  kruisje krul krullen krultang krypton kubieke kubus kuch kudde kuikens kuiltjes kuip kuipers kuisen kuisheid kundig
  kungfu kunsten kunsthal kunstjes kunt kurk kurkuma kuste kustlijn kuub kuuroord kwaal kwade kwadraat kwalijk kwallen
  kwam kwamen kwantum kwark kwartaal kwartet kwartier kwarts kwast kwasten kweek kweker kwekerij kwel kwestie kwets
  kwijt laadbak laadpaal laagje laaiend laarsjes laarzen laat laatste label labelen laborant labrador labyrint lach
  lachen lachende lacherig laconiek lactose ladders lading ladingen lafaards laffe lafheid lagune lakenhal lanceert
  lanceren lancet land landbouw landden landgoed landhuis langer langs langszij languit langzaam lantaarn laptop
  lariks lasagne laser lasso lastig lastiger laten latente laterale latere latino laureaat lawaai lawine leasen
  lectuur leefbaar leefden leeftijd leeg leegloop leemans leesbare leesbril leesclub leesvoer leeszaal legaal legde
  legenda legendes leggings legioen legitiem leidden leidende leider leiding leidraad leidt lekkage lekkende lekker
  lekkerst lelies lelijker lemmet lengte lenzen lepel lepeltje leraar lerares lesgeven lesstof lesuur letsel leuk
  leukemie leukere leukste leunde leuning leunt leven levende levendig leveren levering lezers lezing lezingen liaison
  libelle liberale libero libris licentie lichaam lichamen licht lichter lichtjes lichtste lidstaat lidwoord liedboek
  liedjes liefde lieflijk liefst liep lieten liever lieverds lifter liga liggen liggende liggers ligging lijf lijnen
  lijnzaad lijst lijstje lijve liken limerick limiet limieten limo limoen limonade limousin lineaire liniaal linies
  links linksaf linksom linoleum lintje lintworm lippen lipstick liquide listige literair lithium liturgie liveblog
  liveshow lobbyen lobbyist locatie lockdown locker locus loempia lofzang logboek logeerde logeert logement logeren
  logge logica logies login logisch lokale loket loketten lokroep lollig lolly longen loodje loods loodsen loopbaan
  loopbrug looping loopt looptijd lopen lopende lopers losbarst loskomen loslaat loslaten losmaakt losmaken lossen
  loterij loting lotto louter lovend loyaal luchtbed luchtje lucifer ludieke luid luidde luidop luieren luiers luifel
  luiheid luipaard lukraak lukte lumen lunch lunchen lunetten lupus lustrum luttele luxaflex luxe luxueus luxueuze
  lyceum lynx lyra lyrisch maagpijn maagzuur maaiveld maakt maakten maaltijd maand maandag maanden maar maatpak
  maatstaf maatwerk macabere macaroni machete machine machtige madame maestro magazine magenta magere magie magische
  magister magneet magneten magnum mahjong mail mailbox mailen mailing maillot mailtje majoor makelaar makelij maken
  makende makreel malafide malaga malaise malaria malware mamma mammoet mams manager managing manche mandaat mandaten
  manege manga manicure manier manieren manifest manisch manlief manneke mannen mannetje mantel manueel maquette
  marges mariene marinier marionet maritiem markante markeert market markies markthal marmer marmeren mascara mascotte
  masker maskeren massa massaal massacre masseur match matchen matching mateloos materie matig matinee matje matras
  matrix matroos matrozen matter mauve maximaal maximum mayo mazelen mazzel medaille mede media mediator mediawet
  medici medicijn medicus medische medium medley medusa meedeed meedelen meedoen meegaan meegeven meekijkt meekomen
  meeldauw meelopen meemaakt meemaken meenam meende meeneemt meenemen meerdere meervoud meestal meester meetbare
  meetelt meeting meevalt meevaren meewegen meewerkt meezit mega megafoon megahit megawatt meier meineed meisjes
  melange meldde melding meldpunt melkboer melodie meloen meloenen meltdown membraan memento memoires memoriam memorie
  memory meneer mengsel mengt menigte mening meningen meniscus mens mensen mensheid mentale mentor mentoren mercator
  merci merk merkbaar merken merknaam mesje meststof metaal metabole metadata metafoor metallic meteoor meters
  metgezel methaan methode metro metselen meubelen meubels meute mevrouw mezzo miauw micro middag middagje middelen
  middels midden middenin midweek miezerig migratie migreren mijlpaal mijnbouw mijten mijzelf mikpunt milde mildere
  milieu militant military militie miljard miljoen mimosa minder mindset mineraal mini minibar minima minimaal minimum
  minister minnaars minor minste minstens minus minuten minuut minuutje mirakel mirror misdaan miserie misgaat miskoop
  miskraam misleid misloopt mislopen mislukte miss missen missende missies missing misstaan misstap mistig mixen mixt
  mixtape mobiele mocht modaal modderig modehuis model modellen moderne modeshow modi modieus modieuze modulair module
  modus moeder moedig moedigen moeheid moeizaam moeras moesson moest moestuin moeten mogelijk mogen mojito molecuul
  molens mollige moment momenten momentum mompelen monarch mondaine mondiale monding mondstuk mondt monetair monitor
  monnik monniken mono monogaam monoliet monoloog monopoly monorail monsieur montage monteren monteur monument mooie
  mooiere mooiste mopperen morbide morele morfine morgana morgens morsen mortier mossel mosselen mosterd motief
  motieven motion motor motoren motoriek motorkap motortje motregen motte mouwen muesli muffins muggen muisstil
  mulders multiple mummie muntje muntstuk musea museale museum music musical musicus must mustang mutant mutatie
  mutsen muur muurvast muze muziek muziekje muzikale muzikant mysterie mystieke mythe naadloos naaide naaister naam
  naamloze naarmate naarstig naartoe naast nabij naburige nachtbus nachts nadacht nadeel nadelen nadelig nadenken
  nadenkt naderbij naderde naderend nadert nadoen nagaan nagellak nagels nagenoeg najaar najagen nakijken nakomt
  nalaat nalatig naleven naleving naliet namaak namelijk namens namiddag narcisme narcist narcose nasi nasleep naties
  natrium natte naturel natuur nautilus nauw nauwer navraag navy nazaten nazomer nazorg nectar nederig neefje neem
  neergang neerkomt neerlegt neerslag neerzet negatief negeerde negeert negende negentig neigen neiging neigt nemen
  neon nerveus nerveuze nestelt nesten nestor netjes netto netvlies netwerk neurale neuronen neus neusgat neusje
  neutraal neuzen nevel nichtje nicotine niemands niet nietig nietwaar nieuwe nieuwere nieuwste nihil nikkel nitraat
  niveau nobele nochtans nodeloos noden nodig nodigen noedels noemde noemt nogal nogmaals nominale nonsens nood
  noodhulp noodlot noodplan noodrem noodstop noodweer noodzaak nooit normaal normaler nota notaris notebook noteer
  noteerde notendop noteren notities notoire notulen nougat nouveau novelle november novum nuance nuchter nucleair
  nulpunt numeriek nummer nurse nuttig nuttigen nylon obelisk object objecten obsessie obstakel occasion occulte
  oceaan oceanen ochtend octaaf octopus octrooi odyssee oedeem oefenen oefening oefent oehoe oeps oerknal oerwoud
  oesters oeuvre oevers offer offeren offertes official officier offline offroad offshore ofschoon ofte oftewel
  ogenblik oksels oktober oldtimer olieverf olievlek olifant omarmd omarmen omdat omdraait omelet omgaan omgegaan
  omgelegd omgeving omgooien omhaal omheen omheind omhelst omhelzen omhoog omhuld omhulsel omkeren omkering omkijken
  omkleden omkopen omkoping omkwamen omlaag omlijst ommekeer ommetje ommuurde omnibus omnium omrijden omringd omringen
  omroeper omruilen omslagen omsloten omtrek omtrent omvang omvatten omvormen omweg omwegen omwille omzeild omzeilen
  omzoomd onaardig onbalans onbekend onbemand onbenut onbewust onbruik ondanks onder onderaan onderdak onderin
  onderlip ondernam onderop onderrug onderste onderuit ondeugd ondiep oneervol oneindig oneven ongeacht ongeduld
  ongehuwd ongeldig ongeloof ongeluk ongemak ongenade ongepast ongeremd ongerept ongerust ongeval ongeveer ongewild
  ongewoon ongezien ongezond onhandig onheil onjuiste onkosten onkruid onlangs online onlusten onmacht onnodig
  onnozele onraad onrein onrust onrustig onschuld onszelf ontaard ontbeert ontbeten ontbijt ontbindt ontboden ontbrak
  ontdaan ontdekt ontdoen ontdooid ontfermt ontgaat onthaald ontheemd ontheven onthou onthoudt onthuld ontken ontkende
  ontkomen ontkomt ontkwam ontladen ontlast ontleend ontloopt ontlopen ontmoet ontnam ontneemt ontnemen ontpopt
  ontroerd ontrouw ontruimd ontslaat ontslag ontsloeg ontsnapt ontspan ontstaan ontsteld ontstond onttrekt ontvangt
  ontving ontvouwt ontwaakt ontwaken ontwerp ontwijkt ontzag ontzegd ontzet ontzien onveilig onvrede onwaar onweer
  onwennig onwetend onwettig onwijs onwil onze onzeker onzin oogappel oogarts oogje oogkas oogleden ooglid oogmerk
  oogpunt oogst oogsten oogwenk oorbel oordelen oorkonde oorzaak oorzaken oosterse oostkant oostkust opbergen opbouw
  opbouwen opbreken opbrengt opdagen opdienen opdoen opdook opdraagt opdracht opdraven opdroeg opdrogen opdruk
  opduiken opduikt opeisen opeist openbaar opendoen openen opengaan openheid opening operatie operator opereert
  opereren operette opgaande opgaat opgaf opgang opgave opgedaan opgeleid opgelost opgepakt opgerold opgesomd opgeteld
  opgevat opgeven opgevist opgevoed opgevuld opgewekt opgezegd opgezet opgroeit ophaalt ophalen ophangen ophef
  opheffen ophield ophoping ophouden ophoudt opinie opinion opkijkt opkikker opknapt opkomen opkomst opkwam opladen
  opleggen opleiden oplevert opleving opliep opliepen oploopt oplopen oplossen oplost opmaak opmaken opmars opmerken
  opmerkt opname opneemt opnemen opnieuw opoe oppakken oppakt oppas oppassen oppepper opperde opperste oppompen
  opponent oprapen oprecht oproep oproepen oprollen oprotten opruiing opruimen opruimt opschiet opslag opsluit
  opsporen opspraak opstaat opstand opstap opstapje opsteekt opsteken opstelt opsturen optellen opticien optie optima
  optimaal optimist optische optocht optrad optreden optreedt optrekt opvallen opvalt opvangt opviel opvoeden opvolger
  opvolgt opvragen opvreten opwaaien opwaarts opwarmen opwarmt opwekken opwekt opwerpen opwinden opzet opzetten
  opzichte opzien opzij opzoek opzoeken opzouten opzuigen orakel oranjes orde ordening ordinair oregano organen
  organist orgel origami origine orka orkaan orkest orkesten ornament otters ouderdom ouderen ouders oudheden oudheid
  oudje oudsher oudste oudtante outdoor outfit outlaw outlook output outsider ovaal ovatie ovens over overdaad
  overdekt overdoen overdruk overeen overgaat overgaf overgang overgave overhand overheid overhoop overige overkant
  overkill overkomt overkwam overlap overlast overleed overleg overname overstap overste overtrof overval overviel
  overweeg overwint overwon overwoog overzees overzien oxidatie oxide ozonlaag paardje paars paasdag paashaas pabo
  page pagina pagode pair pakhuis pakje pakken pakkende pakketje pakt pakweg paleis paleizen palette paling palingen
  pallets palm palmares palmboom palmen palmolie pamflet pancake panda pandemie panel panelen paniek panorama pantheon
  pantser papegaai papier papieren paprika paradox parallel paranoia paraplu parasol parcours pardoes pardon pareltje
  parfum parka parkeer parkeren parkiet parking parochie parodie parool partij partijen partner parttime party pasfoto
  pasjes paspoort pass passages passant passeert passen passende passeren passief passieve passing pasta pastel
  pastoor pastorie paswoord patenten paters patience patio patriot patronen patroon pauwen pauze pauzeren payroll pech
  pedaal pedagoog pedalen peddel pedicure pees peiling pekel pelgrims peloton penalty pendelen penseel pensioen peper
  peptalk perceel percelen perfect perifere periode perm perplex perron persen personen persoon perzik perziken
  petitie pezen phishing pianist piano pianoles picknick picture pieken piekeren piekfijn piepende piepers piept
  pierce piercing pierrot pigment pijl pijlen pijlers pijltje pilaar pilaren pilletje piloot piloten pilsje pincode
  pineut pingpong pink pinpas pionier piramide pissig pistache piste pistolen pita pitbull pitch pitcher pitstop
  pittige pixel pizza pizzeria plaag plaatje plaatsen placebo placenta places plafond plagiaat plakband plakjes plakte
  planeet planeten plankton plannen planners plant plantjes plantte plateau platform playback playboy plechtig pleegde
  pleegt plegen pleidooi pleintje pleister pleiten plekje plekken plenaire plenty plet plezant plezier plichten plons
  plooien plotse pluche pluggen pluim pluimen pluimvee pluizig plus pluspunt plussers pockets podcast podia podium
  poema poetst poging pogingen pointe polak polaroid polder polemiek polis polissen politici politie polo polsen
  polymeer pomp pompoen poncho ponton poosje pootjes popart popcorn popelen poppen poppetje populair poreuze portaal
  portable portie porto portret poseert poseren positief post postbus postcode postduif poster postuur potentie
  potgrond potje potloden potlood potten potvis poule power praat praatjes praatte prachtig prairie praktijk pralines
  praten pratende praxis precies precieze precisie predator predikte prefab premier premium prepaid present prestige
  pretje pretpark prettig preuts previews prijkt prijs prijsje prijzen prijzig prikbord prikje prikkels prikken prille
  prima primaat primaire primaten primeur primus principe prinses print printen prior priorij privacy private prix
  probeert proberen probleem procent proces producer product proef proefde proefles proefrit proeven profeten profiel
  prognose program project proloog promille promoot promotie promotor prompt pronk pronken prooi propaan propere
  propvol prosecco prospect prostaat protest prothese protocol protonen proviand provider provisie proxy proza pruik
  prutsen publiek pudding puinhoop pullman pulsar pumps punten puntige puntjes pupil pupillen puppy puree purperen
  putt puurheid puzzel puzzelen pyjama quasi quiche quinoa quitte quiz quizzen quote quotum raad raadde raadhuis
  raadsel raadslid raadsman raadzaal raakte raakvlak raampje raamwerk raarste rabarber race raceauto racebaan racers
  raciale radar radeloos radiator radicale radio radius rails raket raketten rally rambo rammelt rampen rampplek ranch
  rang rangorde ranking rantsoen rapper rapport rapunzel raster ravage ravijnen ravioli rayon razend razernij reacties
  reageert reageren realisme reality rebellen reboot recensie recente recept recepten receptor rechter rechtop rechts
  rechtsaf rechtsom rechtuit recidive recital reclame record recorder recovery recyclen reddende redders redding
  redelijk reden redenen rederij reebok reeds reeksen reflex reflexen refrein regatta regelaar regelen regels regenbui
  regenjas regenten regenval regering reggae regime regiment regio regionen register regulier reikt reinheid reinste
  reisde reisgids reistijd reizen reizende reiziger rekende rekening rekensom rekruten rekstok relaas relatie relax
  relaxed release relevant relieken religie relikwie remake remedie reminder remix remixen remmende remmers remote
  rendabel rendier rennend renners rente replay replica repliek reporter reports reprise reptiel requiem research
  reserve resetten resident residu resoluut resort resource respect response rest restant resteert restjes retail
  retina retoriek retraite return retweet reuma reuring revanche review revisie revival revolver revue riante ribbels
  ribben richten richting ridder riemen riff riffen rigide rijbaan rijbanen rijden rijdende rijders rijdt rijkaard
  rijkdom rijke rijkere rijksdag rijkste rijmpjes rijping rijstijl rijtje rijtuig riksja rimpels rinkelt rioja riool
  risico riskant riskeert riskeren risotto ritme ritueel rituelen rivaal rivalen rivier rivieren roadster roaming
  robot robotica robuust rockband rocken rockstar roddelen roddels rodeo roedel roeiboot roeiers roem roeping roepnaam
  roept roerend rokers rollator rollen rollende rollers rolletje rolling rolmodel rolstoel rolt roltrap romance romig
  rommel rommelen rommelig rond rondgaan rondje rondliep rondom rondreis ronduit ronselen roofdier rook rookte
  rookvrij rooster rosse rotatie rotonde rotsblok rotswand roulatie roulette routes routine royalty rozen rozijnen
  rubber rubberen rubriek rucola rugby rugpijn rugslag rugtas rugzak ruikende ruilen ruim ruimere ruimte runde
  runderen rundvee runner running rups rustdag rusten rustende rusthuis rustig rustiger ruwaard ruwbouw ruwe ruwweg
  ruzie saai sabbat safari safe saillant salade salami salaris salon saluut samba samoerai sample sancties sandaal
  sandalen sandwich saneren sanering sanitair sappig sarcasme sardines sarin satijnen satire saus sausje sauzen
  saxofoon scala scan scannen scanners scenario scene scepsis scepter sceptici schaadt schaal schaarse schacht schade
  schaduw schakelt schamele schapen scharrel schat schatje schatten schattig schedels scheelde scheelt scheiden
  scheidt schele schelvis schema schemer schenk schepers schepje scheppen schepsel schermen scherp scherpte schets
  schetsen scheurde scheurt schijfje schijnen schijnt schilder schillen schimmel schip schipper schmink schoenen
  schokken scholen scholier scholing schone schonere school schorre schorsen schort schotel schouder schrale schrapt
  schreef schreeuw schrijf schrik schroot schubben schuilt schuim schuine schuitje schuiven schuld schulden schuldig
  schuren schuur schuw schwalbe sclerose scoop scoorde scooter score scorende scotch scouting scouts scrabble scratch
  screen screenen script scriptie scrollen second seconden secret sectie sector sectoren seculier security sedert
  segment sein seinen seizoen selderij selectie selfies semester seminar senator seniel senioren sensatie sensei
  sensor sensueel separate sequel sequoia serenade serie serieus serieuze serpent serres serum serveert serveren
  servers servetje service servo sesam sessie setje sets setting sfeer sfeertje sfeervol sferen sfinx shake shampoo
  shelter sheriff sherry shilling shirt shirtje shoarma shock shocking shogun shopping shops shovel show showband
  showbizz showcase showen showroom showtime shredder shuffle shuttle sidekick sieraad sieraden sierlijk sigaar
  sigaret sigma signaal signalen signeren sijpelt silhouet silicium simkaart simpel simpeler sinds singels single
  sirene siroop sisters site situatie sixpack sixties sjaal sjaaltje sjah sjamaan sjerp sjiek sjouwen skate skelet
  sketch sketches skyline skypen slaagde slaagt slaap slaapzak slag slagader slagman slagroom slagwerk slagzin slalom
  slangen slank slanker slapen slapende slaperig slash slechter slechts sleep sleepte sleurt sleutel slib slice slijm
  slijtage slikken slikte slimme slimmere slimste slingers slinkse slipjes slippers sloeg sloegen slogan slokdarm
  sloom sloopte slordig slot slotdag slotfase slotsom slotte sluit sluiten sluiting slurf sluw snack snackbar snacken
  snap snappen snapte snaren snavel sneakers sneed sneeuw sneeuwen snelheid snelle snellere snelste snelweg snert
  sneuvelt snij snijden snijders snijdt snoeien snoep snoepjes snor snorren snuf snufje snugger snuift snuiven snurk
  snurken sociale soda soelaas soepel soepeler soera softbal software sojamelk sojasaus sokken soldaten solidair
  solide solist solisten somber sommen sommige soms sonar soort soorten sopraan sorry sorteer sorteren soul soulmate
  source souvenir sowieso spaan spaarpot spaart spagaat spande spandoek spannend spanning sparren spaties spatten
  speaker speciale specimen spectrum speech speeches speeksel speelbal speeldag speelde speelt speeltje spekjes spel
  spelen spelende spelers spelling spelshow spiegel spieren spies spijkers spijt spijtig spinazie spinnen spion
  spionage spiraal spirit spiritus spitsuur splitsen splitst spoed spoedig spoiler sponsor spontaan sponzen sporen
  sportdag sporters sporthal sportief sportman sporttas spots spottend spotter sprake sprankje spray spread spreekt
  spreiden spreidt spreken sprekers spreuk springen springt sprinter sprong sprookje spugen spullen spurt spuug
  spuugzat spyware squadron square squash staafjes staande staat stabiel stad stadhuis stadia stadions stadium stadje
  stadsbus stafchef stage stagiair staken stakers staking stalkt stamboek stamboom stamp stampen stamppot stampvol
  standing standjes stands stapel stapjes starten starters statige station status statuten statuut stealth steden
  steeds steegje steekt steentje steevast steigers stekels stekende stellen stelsel stelt stembus stemmen stemmers
  stemming stempels stennis steppe steps steriel sterk sterker sterkste sterven steun steunen stevig steward sticht
  stichten stick stickers stiekem stiften stijf stijgen stijging stijgt stijlvol stijve stikstof stil stilaan stiller
  stilte stimuli stinkend stipt stoeltje stoerder stoere stoffen stoffig stofje stokjes stomerij stond stonden stoof
  stoofpot stookt stoornis stootje stop stoppen stopte storage storend storing storm stormde stortbui stortte stoutste
  straal straalde straatje straight strakke straks stralen straling stranden strandt strateeg stream streamen streeft
  streep streepje strekte strenge strepen stress stressen stretch strijd strijden strijdig strikje strikt strippen
  strips stroef strohalm stromen stroming strooien strooit stroom stroomde stropers struiken stucwerk studeert student
  studeren studie study stuff stugge stuipen stuitend stuitte stuiver stuk stukje stukken stuntman stunts sturen
  sturende stuur stuurde stuurman stuwdam stuwmeer stylen stylist subject subliem subsidie subtiel subtop succes
  sudoku suiker suisse suites summum sumo super supercup superior superman support surfer surprise surround survival
  sushi sweater swing swingen switch switchen symbiose symbolen symbool symposia symptoom syndroom synergie synode
  synoniem synthese systeem systemen taaie taal tabblad tabellen tableau tablet tabloid taboe tachtig tactiek tactisch
  tafel tafelen tafeltje tafereel tags taille talen talenten talige talisman talkshow talloze talrijke talud tampon
  tamtam tandarts tandem tandwiel tango tante tantra tapes tapijt tapijten target tarief tarieven tastbaar tatoeage
  tattoo taxateur taxatie taxeren taxi taxus teachers team teambaas teamlid teamwork teaser techneut technici techniek
  techno teckel tedere teflon tegelijk tegemoet tegen tegenaan tegengif tegenkom tegenop tegenzin tegoed tegoeden
  tehuis tehuizen teistert tekeer tekenaar tekenen tekent tekort tekorten tekst teksten telde telecom telefoon
  telegram telg telkens teller telling tempel temperen tempo tendens teneinde teneur tentakel tentamen tenten tentoon
  tenue tenzij tequila terdege terecht terloops termen termijn terras terrasje terrein terreur terstond terug terugkom
  terugval terugweg terwijl terzijde testfase testrit testte tetanus tetra teugels teveel tevens tevoren tevreden
  teweeg textiel textuur tezamen thans theater theehuis theepot thema themadag theoloog theorie therapie thesis
  thorium thriller thuiskom ticket tien tiental tientjes tijd tijdbom tijdens tijdig tijdje tijdlang tijdlijn tijdloos
  tijdloze tijdperk tijdrit tijdslot tijdstip tijdvak tijdzone tijger tikje tikken tikkende tikt tiktak timer timing
  timmeren timmert tips tiptop tiramisu tirannen titan titanium titel toast toch tochtje toegaf toegang toegeeft
  toegeven toegift toekan toekijkt toekomen toekomst toekwam toelaat toelaten toeliet toename toendra toeneemt
  toenemen toepast toerisme toerist toernooi toeslag toestaat toestand toestel toeteren toetje toetsen toetsing toeval
  toevloed toevoegt toevoer toezicht toezien tofste toilet toilette tolerant tomaat tomaten tombe tomtom toneel tong
  tongue tonnen tool toonbank toonder topclub topdag topic topjaar topjes toplaag topless topman topmodel toppers
  topping toppunt topsport topvorm torentje tornado torrent torso tortilla totaal totdat totem tour tournee touwtjes
  tovenaar tovert toxische toys traan traceren trachtte track tractor traditie tragedie tragiek tragisch trailers
  trainees trainer training traint traject trakteer tramlijn trams tranen trap trapeze traplift trappen trappers
  trappist trapte travers treedt treffen treffers trefpunt treft trein treinen trek trekhaak trekjes trekken trekkers
  trekking trending trends treur triade trial triatlon tribune tricky tricot trieste triestig trigger trillen trilling
  trilogie trimmen tripje triplex triton trivia troebel trof trofee trojan trolley trombone trommels troon troost
  troosten tropen tropisch trossen trots trotser trottoir trouwdag trouwde trouwens trouwste trouwt truc trucje
  truckers trucks truffels trust tsaar tsunami tuinbouw tuinders tuinen tuinhuis tuinman tuintje tuktuk tulband tulpen
  tumult tunes tuning tunnel turbine turbo turner turnster tussen tussenin tutorial tutu tuurlijk twaalf twaalfde twee
  tweede tweeling tweeluik tweemaal tweetal tweeten tweets twijfel twintig twister twittert tyfoon type typeert
  typerend typering typetjes typisch uitbater uitbouw uitbrak uitdaagt uitdagen uitdeelt uitdelen uitdoen uitdraai
  uitdrukt uitduel uiteinde uiterst uiteten uitgaan uitgaf uitgave uitgeput uitgeven uitgezet uitgifte uithaalt
  uithalen uithangt uithoek uiting uitingen uitje uitkeek uitkeren uitkijk uitkomen uitkomt uitkwam uitlaat uitlaten
  uitlegde uitlegt uitlenen uitloopt uitlopen uitmaakt uitmaken uitmondt uitpakt uitriep uitrol uitslag uitsluit
  uitsprak uitstaan uitstap uitstel uitstoot uittocht uittrekt uitval uitvaren uitviel uitvoert uitzag uitzendt uitzet
  uitzicht uitzien uitzoekt uitzond ukelele ultieme ultimo ultra unaniem underdog unicum unief unieke uniform units
  update upgrade upload uploaden uranium uren urenlang urgent urgentie urinoir utility utopie uurtje vaak vaakst
  vaartuig vaarwel vacant vacature vaccin vader vadertje vakantie vakbeurs vakblad vakbond vakgroep vakjury vakman
  vakwerk valide valkuil vallei valleien vallende valse valsheid valstrik valuta vampiers vanaf vanavond vandaag
  vandoor vangnet vangrail vanille vannacht vanonder vanop vanouds vanuit vanwaar vanwege vanzelf varende varia
  variabel variant variatie varieert varken vast vastgoed vasthoud vastzit vatbaar vatten vechten vechters vedette
  veearts veegde veegt veel veelal veeleer veelheid veelvoud veerboot veerman veerpont veertien veertig veeteelt
  veganist vehikel veilig veiliger veldje veldslag veldwerk velerlei velletje vendetta vennoot vennoten venster
  ventiel ventje venture verander verbaasd verbale verband verbazen verbergt verbeter verbeurd verbindt verbleef
  verblijf verbod verboden verborg verbouwd verbrak verbreed verbruik verdedig verdeeld verder verderop verdient
  verdiep verdomde verdrag verdun verdween verdwijn vereisen vereist verenigd verering verfijnd verfilmd vergaan
  vergaard vergaren vergat vergeefs vergeet vergeten vergis vergrijp vergroot vergulde verhaal verhalen verharde
  verheft verheug verheven verhit verhitte verhoogd verhoudt verhuisd verhuren verhuurd verjaagt verjagen verkeer
  verkeren verkiest verklapt verknipt verkocht verkoop verkopen verkort verlaagd verlamde verlaten verleden verlengt
  verliefd verlies verlof verloofd verloopt verloor verlost verloven verluidt vermaak vermaken vermeend vermeld
  vermijd vermiste vermits vermoedt vermogen vermomd vernam verneemt vernield vernoemd vernomen vernuft veroverd
  verpakt verpleeg verrast verre verrekte verreweg verrezen verricht verrijkt verruimd verschil versie versierd
  versjes verslaat verslag versloeg versluis versnelt verso verspild versta verstand versterk verstopt verstuur versus
  vertaald vertaler verteerd vertelde vertelt vertier vertolkt vertonen vertoont vertrapt vertrek vertrouw vervalst
  vervangt verveel vervelen vervoer vervolg vervormd vervuild vervult verwacht verwante verward verwarmt verwees
  verwend verwerkt verwierf verwijt verwoest verwondt verwoord verzamel verzeild verzeker verzet verzette verzint
  verzoek verzon verzorgd verzuim verzwakt vesper veste vestigen vestigt veteraan vettig vetzuren vezels viaduct
  vibratie vice vicieuze victorie video vieren viering viermaal viert vieux views vieze vijfde vijfhoek vijftal
  vijftien vijftig vijgen vijver villa vind vindbaar vinden vingers vinkje vintage vinvis vinyl violist viral viroloog
  virtual virtuele virtuoos virtuoze virus virussen visa visagie visie visioen visnet visserij vissers visuele visum
  vitale vitamine vitrine vivo vizier vlaai vlaggen vlakbij vlakke vlakten vlam vlammen vlekjes vleugels vleugje
  vlezige vlieger vliegt vliezen vloeien vloeit vloer vlogger vloog vloten vlotter vlucht vluchten vluchtig vlugge
  vmbo vocale vochtig voedde voeding voedsel voedzaam voelbaar voelen voerden voertuig voet voetbal voetjes voetnoot
  voetpad voetstuk voetvolk vogels vogeltje voldaan voldeden voldeed voldoen volgde volgende volgens volgorde volgt
  volhoudt volk volkeren volkje volkomen volle volledig vollopen volmaakt volmacht volop volstaat volste volstond
  voltage voltijds voltooid voluit volume vondel vondst vondsten vonnis voogden voogdij voor vooral voorbaat voorbije
  voorblad voorbode voordat voordeel voordoen voorgoed voorhand voorin voorjaar voorkant voorkeur voorkomt voorkwam
  voorlas voorman voornaam voorop voorover voorpost voorpret voorraad voorrang voorstel voortaan voortouw voortuin
  vooruit voorvork voorwerp voorwiel voorzag voorzet voorzien voorzorg vorderen vordert vorige vormen vorming vormsel
  vormt vorsten voucher vraagje vraagt vragen vredig vreemd vreemden vreesde vreest vreugde vriend vrienden vrieskou
  vriezer vrij vrijaf vrijdag vrijheid vrijkomt vrijkwam vrijuit vrijwel vroeg vroeger vroegste vrolijke vrouwen
  vrouwtje vuil vuilbak vuilnis vuisten vulgaire vulkaan vulkanen vulling vurig vuurdoop vuurkorf vuurpijl vuurwerk
  vuurzee waagde waaier waakhond waakzaam waarbij waarborg waard waarden waardige waardoor waarheid waarin waarlijk
  waarnaar waarom waarover waaruit waarvan wachten wachters wachtrij wadi wafels wagens wagentje wagon walkers walkman
  walnoot walnoten walrus wals walvis wandel wandelen wanhopig wankelt wanneer wanorde want wapperen wappert waren
  warmere warmte warrig wasabi wasbak wasbeer wasbeurt wasgoed waslijst wasmand wasserij wastafel water waterig
  waterpas waterval watjes watts wave wazig webcams weblog webshop website wedden wederom weduwen weefsel weekblad
  weekend weekje weemoed weeral weerbaar weergave weerlegd weerwil weerzien weetjes wegdek wegdoen wegennet weggaan
  weggeven weggezet wegging weggooit weghaalt weghalen wegjagen wegkomen wegkomt weglaten wegloopt weglopen wegneemt
  wegnemen wegvalt wegwerp wegwezen wegwijs weigerde weigert weiland weinig weinigen wekken weldra weleens welhaast
  welig welke welkom welles wellicht wellness welnee welnu welstand welzijn wemelt wendbaar wenste wentelen werd
  wereld werelden werkdag werkdruk werkende werkers werking werkkamp werkloos werkloze werklui werkman werkplek
  werkster werkstuk werkt werkten werktijd werktuig werkuren werkveld werkweek werkzaam werpen wervels western
  westerse westkant westkust wetboek weten wetende wetgever wetsuit wettige wezens whiplash whiskey wiebelen wieg
  wiegen wieltjes wierook wierp wifi wijdde wijkraad wijkteam wijs wijsheid wijsneus wijze wijzers wijzigen wijzigt
  wildcard wilder willen willigen wilt wimpers winderig windje windpark windstil winkelen winkels winnaar winnares
  winnende winner winning winst winterse wireless wirwar wiskunde wisselen wisselt wisten without witlof woede woedend
  woef woelige woensdag woestijn wolfram wolken wonen wonende woning woningen woog woonboot woonde woonhuis woont
  woonwijk woordje worden wordende wording wordt workshop worp worship worstelt worstjes wortelen wortels wraps wreef
  wrevel wrijf wrijving wroeging wroeten xenon yankees yards yoga yoghurt yuan zaagsel zaaltje zachtjes zadeldak zaden
  zakdoek zakelijk zakenlui zakenman zakgeld zakjes zaklamp zakte zalig zamelen zandbak zanderij zangeres zangles
  zaterdag zebra zebrapad zeebaars zeebodem zeehaven zeehond zeelui zeeman zeemeeuw zeep zeepbel zeeslag zeevaart
  zeewater zeewier zeezicht zeeziek zeezout zegel zegenen zegening zeggen zegt zeilboot zeilers zeilt zeker zekerder
  zelden zeldzaam zelf zelfbouw zelfspot zelfzorg zelve zender zending zendmast zendt zenuw zenuwen zeppelin zesde
  zestal zestien zestig zestiger zetelen zetels zetmeel zette zeurt zeventig zich zichzelf ziehier zielig ziens ziezo
  zigzag zijde zijgevel zijkant zijlijn zijn zijner zijspoor zilver zilveren zingende zingt zinloos zinloze zinnigs
  zintuig zinvol zinvolle zitjes zitkamer zitten zittende zitting zitzak zoals zodanig zodoende zodra zoek zoeken
  zoekende zoekers zoekterm zoiets zojuist zolang zolen zomaar zombies zomer zomerdag zomerhit zomerse zondag zondagen
  zones zonlicht zonnetje zonnige zoogdier zoomen zoon zoonlief zoontje zorg zorgen zorgplan zorgzaam zoute zoutzuur
  zoveel zovelen zoverre zowat zowel zozeer zucht zuchten zuidas zuiden zuidkant zuidkust zuidwest zuig zuiger zuinig
  zuiniger zuivel zuivere zulke zullen zult zumba zusje zuster zuurkool zuurstof zwaaien zwaait zwaarder zwaarste
  zwager zwak zwakke zwakkere zwaktes zwaluwen zwanen zwavel zweet zwellen zwelling zwem zwembad zwemles zwemmen
  zwemmers zwemster zwerft zweven zwevende zwicht zwichten zwijg zwijgen zwoegen zwoele
`
    .trim()
    .split(/\s+/),
);

/** What the generator of the browser may draw: beyond the last whole round of the list some words would be likelier. */
const FAIR = 65_536 - (65_536 % WORDS.length);

/** Words drawn evenly by the generator of the browser. @param {number} count */
export function chooseWords(count) {
  /** @type {string[]} */
  const chosen = [];
  while (chosen.length < count) {
    const [drawn = FAIR] = crypto.getRandomValues(new Uint16Array(1));
    if (drawn < FAIR) chosen.push(/** @type {string} */ (WORDS[drawn % WORDS.length]));
  }
  return chosen;
}
