//! Stop words: words that indicate no company on their own, and words that end a company's name in a headline.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Everyday English words that are also names of companies, folded.
const EVERYDAY: &str = "able above access ace acme action active acts adapt advance advanced advantage aegis affirm agency \
    agile aim air alliance allied ally alpha alphabet amber ambition american anchor angel apex apple arc arch arena arrow \
    art asana ascend ascent aspect aspen aspire asset assets assurance atlas aurora autumn avenue aware axis axle back \
    balance ball bank banner bar base basic basin bay beacon beam bear beauty bell bench best beta better beyond big bill \
    bird black blade blend block bloom blue board boat bold bond book boost border boston bow box brand bridge bright \
    broadway brook build builders bull business butterfly buy cable call camp campus canal canopy canyon cap capital care \
    career cargo carnival carrier carter cascade case castle catalyst cedar cell center central century chain challenge \
    champion change channel charge charter chase check chef chemical cherry chief choice church cigna circle citizen \
    citizens city civic clarity class classic clean clear click clinic clock close cloud clover club coach coast cobalt \
    code coffee coherent comfort command common community compass complete concept concord condor connect constant \
    contact content control copper coral core corner corning cosmos country coupa courier cove cover craft crane creation \
    creative credit crescent crest cross crown crystal cube culture current curve custom customers cycle daily dash data \
    dawn day deal deep deere delta design desk diamond digital direct discover discovery dolphin domain dome dominion \
    door dot dover dragon dream drive duke dynamic eagle early earth east easy eaton echo eclipse edge edison education \
    effect electric element elevate elite ember embrace emerald empire enable encompass encore endeavor energy engage \
    engine enhance enterprise entity envision epic epoch equal equinox equity era escape essence essential essex estate \
    eternal evergreen everest every evolution excel exchange exact expand expedition express extra eye fable fabric face \
    fair faith falcon family farm fashion fast fastly fathom feather federal field figure film final finance fire first \
    fiserv fit five fleet flex flight flow flower fluid flux focus food foot force ford forest forge form fortress forum \
    forward foundation founders fountain four fox frame franklin free freedom fresh friend front frontier fuel full fund \
    fusion future gain galaxy game gap garden gate gateway gem gen general genesis genius giant gift glacier glass global \
    globe glow goal gold golden good grace graham grand granite graphic gravity great green grid ground group grove grow \
    growth guard guardian guide guild gulf hammer hand harbor harbour hard hat harmony harvest haven hawk head health \
    heart heartland hearth height heights helix help heritage hero hershey hess high highland hill hive hologic home hope \
    horizon host hotel hour house hub hubs human humana hunt hunter ice icon idea ideal image impact impulse independence \
    index industry infinity influence information ingredient initiative ink inn innovation insight inspire instant \
    institute insulet insurance intact integral integrity intelligence inter interest international intuit invest iron \
    island ivy jack jet jewel jordan journey joy jump junction junior juniper jupiter just keen kenvue key keys keystone \
    kind kinder king kingdom kite knight knot label ladder lake lamb land landmark lane lantern large laser last launch \
    laurel law layer lead leader leaf league leap learn legacy legend lemon lens level leverage liberty life lift light \
    lighthouse lime limit lincoln line link lion liquid list little live local lock loft logic logistics long loop lotus \
    love lowe loyal lucid lumen lunar machine made magic magnet magnolia main major mammoth manual map maple marathon \
    march marine mark market marketplace marsh mason mass masco master match materials matrix matter maverick max mayo \
    maximum meadow measure media medical medicine melody member mercury merit mesa meta metal meteor method metro micro \
    middle midland mile military mill mind mine mint mirror mission mobile model modern moment momentum monarch monday \
    money monitor monster moon morning mosaic motion motor mountain move multi museum music nano nation national native \
    natural nature navigator near nest net network neutral new news next nexus night nimble nine noble nordic north \
    northern northwest nova novel now nucleus number oak oasis oath object ocean office oil okay old olive olympic omega \
    omni one open opera optic option options oracle orange orbit orchard orchid order origin outdoor outlook owl own owner \
    oxygen pace pacific pack packet page paint palace palm panda panel panther paper parade paradigm paragon parallel \
    park parker partner partners pass passage passport path patriot pattern peak pearl peloton people pepper perfect \
    performance permian pet phoenix photo phone physician piece pier pilot pine pinnacle pioneer pixel place plain plan \
    planet planning plant plastic plate platform platinum play plaza plex plus point polar pole policy pool popular port \
    portal post potential powder power prairie precise precision premier premium prestige price pride prime principal \
    print priority prism private pro process product profile profit progress progressive project promise proper property \
    prospect prosper protocol proto prudential public pulse pure purple purpose quality quantum quarry quartz queen quest \
    quick quiet race radial radiant radio rail rain rally ranch range ranger rapid raven ray reach ready real realty \
    reason record red redwood reef reflect regal regency regent regional regions relay reliable reliance remedy remote \
    renaissance renew republic rescue research reserve resource resources response result retail revolution reward rich \
    ride ridge right ring rise rival river road robin rock rocket roof room root roots rose royal ruby rule run rush safe \
    safeguard sage sail saint sales salt sand sapphire saturn savannah save savings scale school science scope score scout \
    sea seal search season second secure security see seed select self senior sense sensor sentinel sentry series service \
    seven shadow shape share shark sharp shell shield shift ship shop shore show side sierra sigma sign signal signature \
    signet silver simple simply single six sky sleep slate smart smith smooth snap snow social society soft software solar \
    sole solid solo solution solutions sonic soul sound source south southern southwest space spark special spectrum \
    speed sphere spice spin spire spirit splash splunk spot spring sprint sprout spruce square squarespace stable staff \
    stage standard star start starwood state station status steel stellar step sterling stock stone store storm story \
    strategic strategy stream street stride strike stripe strong structure student studio style subject success sugar \
    suite summer summit sun sunday sunrise sunset super superior supply support supreme surface surge swift switch symbol \
    sync synergy synopsys system systems table tack talent talk tango tank tap tapestry target team tech technology \
    teleflex tempo ten term terra test texas the theory thermal thing think third thor thrive thunder tide tiger tile time \
    titan toast today together token tool top torch total touch tower town track trade tradition trail train trans \
    transform transit travel travelers tree trek trend tri triangle tribe tribune trident trinity triple triumph true \
    trust truth turbo turn turtle twin twist two ultra umbrella under union unique unit united unity universal universe \
    up upstart urban use user valley value van vanguard vector vega venture verge vertex vertical verve vessel via victory \
    view viking villa village vine vintage virtual visa vision vista vital vivid vocal voice volt vortex voyage voyager \
    wall watch water wave way wealth weather web welcome well wells west western whale wheel white whole wide wild wind \
    window wing winner winter wisdom wise wish wix wolf wonder wood word work workday works world worth yellow yield york \
    africa america asia atlanta australia brazil britain california canada chicago china colorado dallas denver detroit \
    europe florida france georgia germany houston illinois india indiana italy japan kentucky london maryland \
    massachusetts mexico miami michigan minnesota missouri montana nevada norway ohio oregon orleans paris pennsylvania \
    philadelphia phoenix portland seattle singapore spain sweden tennessee tokyo toronto ukraine utah vermont virginia \
    washington wisconsin wyoming \
    young zen zenith zero zip zone zoom";

/// Words of headlines and first sentences that may be beside a name without belonging to it, folded.
const BESIDE: &str = "a about accelerates accuses achieves acquire acquires adds adopts advances after against agrees ahead \
    aims allows amid among an and announce announced announces appeals appoint appointed appoints approves are as at \
    awarded awards backs be beats became becomes began begins believes boosts brings builds but buy buying buys by can \
    cancels ceo cfo cites claims closes combines commits completes confirms considers continues could cut cuts cutting \
    debuts declares declines delays delivers denies details develops did discloses does donates downgrades drops during \
    earns elects eliminates ends enters establishes estimates exceeds expands expects explains explores extends faces \
    falls files filed following for forms from gains gets given gives granted grants grows had halts has have help helps \
    hires hits holds hosts how if in includes inside increases inks integrates into introduces invests investors is issues its joins \
    joint launch launched launches lays leads lets licenses lifts like lists lowers made makes may merges might misses \
    moves must named names near new of off offers on opens or orders out over paid partners pauses pays pilots plans plant \
    posts prepares presents prices promotes proposes provides publishes pulls raises ranks reaches realigns receives \
    recalls recognized recognizes records reduces refutes reiterates rejects releases relocates remains replaces report \
    reported reporting reports restates restructures resumes retires reveals reviews rises said sales sees seeks selects \
    sells sets settles shares shareholders should shows shuts signs since slashes spends stake starts stock strengthens \
    sues suffers supports surges suspends takes taps teams tells tests than that the their through to today tops touts \
    trims under unveils updates upgrades urges uses versus vs wants warns was welcomes were what when where whether while who why will \
    wins with withdraws without workers would yesterday";

/// The words of [`EVERYDAY`]; a search of the text would be most of the work on a headline.
static EVERYDAY_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| EVERYDAY.split_whitespace().collect());
/// The words of [`BESIDE`].
static BESIDE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| BESIDE.split_whitespace().collect());

/// Returns true if a company's name of this one word needs a second indication.
pub(crate) fn is_everyday(word: &str) -> bool {
    EVERYDAY_WORDS.contains(word)
}

/// Returns true if this word may be beside a name without belonging to it.
pub(super) fn stands_beside(word: &str) -> bool {
    BESIDE_WORDS.contains(word)
}
