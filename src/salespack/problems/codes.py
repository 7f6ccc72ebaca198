"""Every code a problem may carry, with what it means in one line. A code means one thing and is never given out again.

SP0xx files, SP1xx their schema, SP2xx names and translations, SP3xx block bodies, SP4xx matching, SP5xx brands,
SP6xx documents, SP7xx outputs, SP8xx the command line, SP9xx checking itself.

Where a problem stops what was asked, it is an error, and elsewhere a warning; `check` has one severity for each code.
"""

from __future__ import annotations

from typing import NamedTuple

from salespack.problems.problem import Severity


class Code(NamedTuple):
    """What a code means, and how much `check` makes of it.

    `dated`: it is found on one day and not on another, with the same files. `notice`: it concerns those who keep the
    library, and no seller who builds from it.
    """

    meaning: str
    severity: Severity
    dated: bool = False
    notice: bool = False


def error(meaning: str) -> Code:
    """What is wrong."""
    return Code(meaning, Severity.ERROR)


def warning(meaning: str) -> Code:
    """What does not stop anything, but should be mended."""
    return Code(meaning, Severity.WARNING)


def dated(meaning: str) -> Code:
    """A warning that depends on the day, and is an error at night."""
    return Code(meaning, Severity.WARNING, dated=True)


def notice(meaning: str) -> Code:
    """A warning for those who keep the library, and for no seller."""
    return Code(meaning, Severity.WARNING, notice=True)


CODES: dict[str, Code] = {
    "SP001": error("a file is not there or cannot be read"),
    "SP002": error("a file, or its name, is not UTF-8 text"),
    "SP003": error("a file is not YAML as we read it"),
    "SP004": error("a key stands twice"),
    "SP005": error("YAML beyond plain data: an anchor, alias, tag or merge key"),
    "SP006": error("a character that no text may hold"),
    "SP007": error("a file or folder is too large"),
    "SP008": error("a file is empty"),
    "SP009": error("a block without complete front matter"),
    "SP010": error("a link leaves the library"),
    "SP011": error("there is no library here"),
    "SP012": error("a file changed while a pack was being built"),
    "SP013": error("the library asks for another version of Salespack"),
    "SP014": error("a file in a format newer than this Salespack knows"),
    "SP015": notice("a word that was renamed, and is still understood"),
    "SP019": error("text behind “ #”, which YAML drops"),
    "SP100": error("a value breaks a rule of the schema"),
    "SP101": error("a key is unknown"),
    "SP102": error("a key that is needed is missing"),
    "SP103": error("a value of the wrong type"),
    "SP104": error("a value that is not one of those possible"),
    "SP105": error("a figure outside its bounds"),
    "SP106": error("a value that is not written as its kind must be"),
    "SP107": error("a text or list that is too short or too long"),
    "SP108": error("a block that ends before it begins to be valid"),
    "SP109": error("a block needs what no profile can have"),
    "SP110": error("a figure that this relationship cannot have"),
    "SP111": error("a section of a pack that is neither a slot nor an each"),
    "SP112": warning("a quote that is not shown until its profile says that it may be"),
    "SP113": warning("a profile says something in other languages than that of the pages that would show it"),
    "SP114": warning("figures of a customer's own whose day the profile does not say"),
    "SP120": error("a formula that cannot be read"),
    "SP121": error("a formula uses a name that nothing declares"),
    "SP122": error("a unit that is not known"),
    "SP123": error("units that do not go together"),
    "SP124": error("a range whose ends are not in order"),
    "SP125": error("a formula that may divide by nothing"),
    "SP126": error("calculations that rest on each other in a circle"),
    "SP127": warning("an input or assumption that no formula uses"),
    "SP128": dated("an assumption whose last day is past, or near"),
    "SP129": warning("a figure of a customer's that a calculation cannot take"),
    "SP130": error("a name in calculations.yaml that means two things"),
    "SP131": warning("an agreed step without somebody who does it, a day, or a way to see that it worked"),
    "SP201": error("the library declares no such value"),
    "SP202": error("the library declares no such role"),
    "SP203": error("the library declares no such industry"),
    "SP204": error("the library declares no such stage"),
    "SP205": error("the library has no such language"),
    "SP206": error("several blocks have one id"),
    "SP207": error("a block has two texts in one language"),
    "SP208": error("a translation of a block that does not exist"),
    "SP209": warning("a translation that follows an earlier version of its block"),
    "SP210": warning("a block is not translated into a language of the library"),
    "SP212": warning("a translation has more or fewer slides than its block"),
    "SP213": warning("a translation uses other data than its block"),
    "SP214": warning("a translation has other figures than its block"),
    "SP215": warning("documents say their fixed words in English in a language of the library"),
    "SP216": warning("a name or text of the library is not written in one of its languages"),
    "SP301": error("a template that cannot be read or raises"),
    "SP302": error("a template uses a name that is not known"),
    "SP303": error("raw HTML in a block"),
    "SP304": error("a filter cannot format what it is given"),
    "SP306": error("a picture that is not there"),
    "SP307": error("a picture outside the library"),
    "SP308": error("a picture that is too large or cannot be read"),
    "SP309": error("a link that is not to the web or a mail address"),
    "SP310": error("a chart whose data is missing, wrong or too much"),
    "SP311": error("a ::: that closes nothing"),
    "SP312": error("a div that is not known"),
    "SP313": error("a div that is never closed"),
    "SP314": error("a slide without a title, or text outside a slide"),
    "SP315": error("a quote, notes or seller's remarks that hold what they may not"),
    "SP316": error("a slide break inside a div"),
    "SP317": error("text directly over a line --- or ==="),
    "SP318": error("a list that nests too deeply"),
    "SP319": error("a list that holds more than text and lists"),
    "SP320": error("a div in the wrong place"),
    "SP321": error("key figures that are not a list of bold figures"),
    "SP322": error("a picture among text"),
    "SP323": error("a picture without alternative text"),
    "SP324": error("a block has text beside its designed slides, or notes for more slides than there are"),
    "SP325": error("internal data outside ::: seller"),
    "SP326": error("what looks like the fence of a div and is none"),
    "SP327": error("something in a text that is not shown"),
    "SP328": warning("markup that is not known, and would be shown as it is written"),
    "SP329": error("a template that takes too many steps, or makes too much"),
    "SP330": error("designed slides outside the library"),
    "SP331": error("the deck of designed slides is missing"),
    "SP332": error("no such slide in a deck, or more than one"),
    "SP333": error("`bind` names a shape that is not there, or data that does not fit"),
    "SP334": error("a designed table has no rows left"),
    "SP335": warning("a designed slide loses a link, a control, a font or the file behind a chart"),
    "SP336": warning("a designed slide holds what is not seen on it"),
    "SP337": error("an attribute that is not known"),
    "SP338": error("a form that cannot be made of what it holds"),
    "SP339": error("a form that is written and holds too few or too many"),
    "SP340": warning("a slide that has a title and nothing else"),
    "SP341": error("data that not every customer has, neither guarded nor listed in `needs`"),
    "SP342": warning("a slide with more bullets than the brand allows"),
    "SP343": warning("a figure that claims something, without evidence"),
    "SP344": warning("a superlative without evidence"),
    "SP345": error("a malformed link"),
    "SP346": error("words that are for the seller, in front of the customer"),
    "SP347": error("another customer is named"),
    "SP348": error("text that is not finished in an approved block"),
    "SP349": error("a block that is not approved, for its check finds errors"),
    "SP350": warning("a text that stands out too little from what is behind it"),
    "SP351": warning("texts that are read in another order than they stand"),
    "SP352": warning("letters that are too small to read"),
    "SP353": warning("a designed slide without a title"),
    "SP354": error("a text that nobody can read before what is behind it"),
    "SP355": warning("a text or table on a picture or mark of the layout"),
    "SP356": warning("a prompt of the template that customers would see"),
    "SP357": warning("content outside the margins of the slide"),
    "SP358": warning("a word that is broken, as its column or frame is narrower than it"),
    "SP359": warning("a text over another text"),
    "SP360": error("an icon that is not known, or stands alone"),
    "SP361": error("an icon that its slide does not show"),
    "SP362": error("a slide asks for a source that its block does not have"),
    "SP363": warning("a source that no slide names"),
    "SP364": warning("a picture whose white ground is a box on the slide"),
    "SP366": warning("a slide that is half empty, or filled to the brim"),
    "SP367": warning("a title that is smaller than others, as it is long"),
    "SP368": warning("a word that stands alone on the last line of a title"),
    "SP369": error("a logo of a customer who has not agreed to be shown"),
    "SP370": error("the working of a calculation that cannot be worked out"),
    "SP401": error("the pack does not answer what the customer values"),
    "SP402": error("a pinned block takes no slot"),
    "SP403": error("a pinned or dropped block that does not exist"),
    "SP404": warning("a chosen block that is not translated"),
    "SP405": error("a required frame slot is empty"),
    "SP406": warning("a limit of the pack is not kept"),
    "SP407": error("no pack suits the customer"),
    "SP408": error("there is no pack of this name"),
    "SP409": error("the library has no pack"),
    "SP410": warning("two blocks of one pack have the same title"),
    "SP411": warning("a block that no customer, pack or slot can ever choose"),
    "SP412": warning("a block that is always beaten by another"),
    "SP413": warning("a slot that no block can fill"),
    "SP414": dated("a block has expired"),
    "SP415": dated("a block expires soon"),
    "SP416": dated("the review of a block is overdue"),
    "SP417": warning("a draft is pinned"),
    "SP418": dated("evidence that is older than the library allows"),
    "SP419": error("a case about a customer who declined to be a reference"),
    "SP420": warning("a block that says nearly what another says"),
    "SP421": error("a case that names a customer who is a reference without its name"),
    "SP422": warning("a value that was asked for stays without an answer"),
    "SP423": error("what a role cares about is not known"),
    "SP424": warning("a doubt or a competitor that nobody is to read again"),
    "SP425": warning("a doubt without its answer in one line"),
    "SP426": error("too few customers agreed to be counted"),
    "SP427": error("no value that enough customers named"),
    "SP501": error("a PowerPoint file that is missing or cannot be read"),
    "SP502": error("a PowerPoint file that is password-protected"),
    "SP503": error("a file that is not of PowerPoint"),
    "SP504": error("a PowerPoint file that is damaged"),
    "SP505": error("a PowerPoint file that is too large"),
    "SP506": error("a PowerPoint file without the parts of a presentation"),
    "SP507": error("a PowerPoint file in the ISO-strict form of Open XML"),
    "SP508": error("a part of a PowerPoint file that cannot be read"),
    "SP509": error("a part of a PowerPoint file that points outside it"),
    "SP510": error("brand.yaml names what the brand does not have"),
    "SP511": error("a PowerPoint file without slide layouts"),
    "SP512": warning("a brand file carries macros, which outputs never do"),
    "SP513": error("the sample deck of a brand cannot be written there"),
    "SP514": error("a PDF whose text cannot be read"),
    "SP515": error("a deck of which nothing would be left without its hidden slides"),
    "SP520": error("the library names no brand file"),
    "SP521": error("the brand file the library names cannot be used"),
    "SP522": error("a font file of the library that cannot be read"),
    "SP523": error("a title that is too long for its slide"),
    "SP524": error("a text, table or key figures that are too long for their slide"),
    "SP525": error("a slide that would have to be continued on too many others"),
    "SP526": error("what is filled into a designed slide runs over its frame"),
    "SP527": warning("a designed slide whose text runs over its frame as it is"),
    "SP528": error("a text that runs over its frame in the finished deck"),
    "SP529": error("the brand has no layout for a slide"),
    "SP530": error("a title takes more than two lines"),
    "SP531": error("a form has no room on the brand"),
    "SP532": warning("a designed slide keeps its own layout, as it has no room on the brand's"),
    "SP560": error("a shape that the PDF of a deck leaves out, or draws with another outline"),
    "SP561": error("a picture that the PDF of a deck cannot show"),
    "SP562": error("a font that is not here, so that the PDF of a deck shows another"),
    "SP563": error("letters of a deck that no font has"),
    "SP564": error("a PDF of a deck that is not PDF/UA"),
    "SP565": error("LibreOffice is not there, or makes no PDF"),
    "SP601": error("a template does not say whom its output is for"),
    "SP602": error("a template of a document that cannot be used"),
    "SP603": error("a document uses a file that it may not have, or that is not there"),
    "SP604": warning("no font has a character"),
    "SP605": error("a document that does not fit its pages"),
    "SP606": error("a picture of a document without alternative text"),
    "SP607": error("a value where it would not be plain text"),
    "SP608": error("Typst cannot set a document"),
    "SP609": error("an output that cannot be made of this deck"),
    "SP610": error("a file that is too large for a mail"),
    "SP611": error("the logo of documents cannot be used"),
    "SP701": error("the disk is full"),
    "SP702": error("an output cannot be written"),
    "SP703": error("there is no such output"),
    "SP704": error("a file could not be put back"),
    "SP705": error("a finished file would show a customer what is the seller's alone"),
    "SP801": error("options that contradict each other, or lack one another"),
    "SP802": error("a file of this name is there already"),
    "SP803": error("a new file cannot be written"),
    "SP804": error("two profiles of one name would go to one folder"),
    "SP805": error("there is no such PDF engine"),
    "SP806": error("a folder for a new workspace that is not empty"),
    "SP851": error("a deck without slides"),
    "SP852": error("a deck without sections, or imported in another way before"),
    "SP853": error("the record of an import cannot be read"),
    "SP854": error("a deck stored in the library was edited or is open"),
    "SP855": error("front matter that an import cannot update"),
    "SP856": error("an import asks a question that nobody answered"),
    "SP857": error("a deck whose language is in doubt"),
    "SP858": error("a folder that holds no blocks is named for some"),
    "SP859": warning("something of a case that has no place in a block"),
    "SP860": error("a file from which no case can be read"),
    "SP871": error("a folder for a catalog that holds something else"),
    "SP872": error("a folder for a catalog inside the library"),
    "SP873": error("texts that a catalog cannot show as slides"),
    "SP881": error("a spreadsheet of the library that cannot be read, or a column that is not read"),
    "SP882": error("a cell that a block cannot have"),
    "SP883": error("a cell whose block was changed in the library meanwhile"),
    "SP884": error("a row that is about no block, or about one that another row is about"),
    "SP885": error("spreadsheets need a package that is not installed"),
    "SP886": error("reading PDFs needs a package that is not installed"),
    "SP891": error("a table that cannot be read"),
    "SP892": error("a row of a table that cannot be used"),
    "SP893": error("a table of which nobody says what it is about"),
    "SP894": error("a word of an export that the library does not have"),
    "SP895": error("a row of a table that belongs to no account"),
    "SP901": warning("a rule is switched off where it finds nothing"),
    "SP902": error("a switch for a code that does not exist"),
    "SP903": error("a baseline that cannot be read"),
    "SP904": warning("a baseline accepts what is there no more"),
    "SP905": error("there was nothing to check"),
    "SP906": error("git cannot tell what changed"),
}


def is_dated(code: str) -> bool:
    """Whether a code is of what is found on one day and not on another; false for one that does not exist."""
    return code in CODES and CODES[code].dated


def severity_of(code: str, *, nightly: bool = False) -> Severity:
    """How much `check` makes of a problem with this code; `nightly`: what depends on the day is an error."""
    return Severity.ERROR if nightly and CODES[code].dated else CODES[code].severity
