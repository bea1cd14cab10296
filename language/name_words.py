"""Words that help to tell a name from other words.

Data: extend both lists as transcripts show gaps.
"""

from __future__ import annotations

from language.vocabulary import list_words

FIRST_NAMES = list_words("""
aaron abby abdul abdullah abigail ada adam adele adrian agnes ahmed aisha aiden aidan alan
albert alex alexander alexandra alfie alfred ali alice alicia alison allan allison alma alun
amanda amara amber amelia amina amir amy ana andrea andrew andy angela anita ann anna anne
annette annie anthony antonio anwar april archie arthur asha ashley ashok audrey ayesha babs
barbara barney barry beatrice becky ben benjamin benny bernadette bernard bert beryl bess beth
bethan betty beverley bianca bill billy blessing bob bobby brenda brendan brian bridget bronwen
bruce bryan carl carla carol carole caroline carolyn carys catherine cathy ceri chantelle
charles charlie charlotte chen cheryl chidi chloe chris christina christine christopher ciara
claire clara clare clive colin colleen connie connor constance craig cynthia daisy dan daniel
danielle danny dave david dawn dean deborah debbie deirdre denis denise dennis derek des dewi
diana diane dilys dolores dominic don donald donna doreen doris dorothy doug douglas duncan
eddie edith edna edward eileen elaine eleanor elena eli elizabeth ella ellen elsie emily emma
emmanuel enid eric erica ernest esme esther ethan ethel eunice eva eve evelyn ewa farah fatima
fatuma femi fiona florence frances francis frank fred freda frederick gareth gary gavin gemma
geoff geoffrey george georgina gerald geraldine gertrude gethin gill gillian gladys glenda
glenys glyn gordon grace graham greg gurpreet gwen gwyneth habiba hamza hannah harbhajan hardeep
harjit harold harriet harry harvey hassan hazel heather helen helena henry hilary hilda hope
howard hugh hussein ian ibrahim ida imran ines ingrid irene iris isaac isabel isabella isla ivan
ivy jack jackie jacqueline jacob jade jake jamal james jamie jan jane janet janice jasmine jason
jaswinder jay jean jeanette jeff jeffrey jennifer jenny jeremy jerry jess jessica jessie jill
jim jimmy joan joanna joanne joe joel john johnny jon jonathan jordan jose joseph josephine josh
joshua joy joyce juan judith judy julia julian julie june justin kamal karen karl karim kasia
kate katherine kathleen kathryn kathy katie katy kay keith kelly ken kenneth kevin khadija
khalid kim kirsty krishna krystyna kuldeep kulwinder kwame kyle lakshmi laura lauren laurence
leah lee leila len lena leon leonard leroy lesley leslie lewis liam lilian lillian lily linda
lindsay lionel lisa liz lizzie lloyd lorna lorraine louis louise luca lucy luke lydia lyn lynda
lynn lynne mabel madge maeve maggie malcolm mandeep mandy manjit marcia marcus margaret margery
maria marian marie marilyn marion marjorie mark marlene martha martin mary maryam mathew matthew
maud maureen maurice mavis max maxine mehmet mei melanie melissa mia michael michelle mick
miguel mike mildred miles millie milly miriam mohamed mohammad mohammed moira molly mona monica
morag morgan moses muhammad muriel murray musa myra myrtle nadia nancy naomi nasreen natalie
natasha nathan neil nell nellie neville niall nicholas nick nicola nicole nigel nikki nina noah
noel nora norah noreen norma norman nuala nora olga olive oliver olivia olu omar oscar osman
owen pam pamela parveen pat patience patricia patrick paul paula pauline pearl peggy penny percy
pete peter petra phil philip phillip phoebe phyllis pierre piotr polly prakash precious priya
priyanka rachel raj rajesh ralph ramesh ranjit rashid raymond rebecca reg reggie rene reuben
rhian rhiannon rhys ricardo richard rick rita robert roberta robin rodney roger roland ron
ronald ronnie rosa rosalind rose rosemary rosie ross roy ruby rupert ruth ryan sadie saeed sally
salma sam samantha samina samir samuel sana sandra sandy sanjay sara sarah sean sharon sheila
shelagh shirin shirley sian sid sidney simon siobhan sofia sonia sophia sophie stacey stan
stanley stella stephanie stephen steve steven stewart stuart sue sunil sunita surinder susan
susanna suresh suzanne sybil sylvia tanya tara tariq tasneem ted terence teresa terry thelma
theresa thomas tina toby tom tomasz tommy toni tony tracey tracy trevor tunde una ursula usha
val valerie vanessa vera veronica vic vicky victor victoria vijay vince vincent viola violet
vivian vivien vivienne wanda wayne wendy wilfred will william willie win winifred winston yasmin
yusuf yvette yvonne zahra zainab zara zoe bronagh eamon sinead niamh aoife oisin orla padraig
seamus roisin caoimhe jun li wei xin ming anh thi minh nguyen wojciech agnieszka zofia pawel
marek magda katarzyna ion mihai ioana olena oksana dmytro yuri abena kofi ama ngozi chioma emeka
ifeoma folake yetunde zeynep ayse fatma hatice leyla samira hodan abdi amal yonas
""")

ALSO_EVERYDAY = list_words("""
april grace hope joy june may dawn rose ruby daisy ivy iris pearl violet heather hazel olive
poppy lily will mark bill jack frank rich penny sandy victor max jay kay sunny miles precious
patience blessing win art drew grant pat rob sue ray ash chase faith rich ken angel destiny
summer autumn robin jean don des gene ama ion amber jade reg val jan so lee ross an thi li
""")
"""First names that are everyday words too: in small letters the list alone is not enough."""

TITLES = {
    "mr": "Mr",
    "mrs": "Mrs",
    "miss": "Miss",
    "ms": "Ms",
    "mx": "Mx",
    "dr": "Dr",
    "doctor": "Dr",
    "mister": "Mr",
    "missus": "Mrs",
    "sir": "Sir",
    "lady": "Lady",
    "lord": "Lord",
    "rev": "Rev",
    "reverend": "Rev",
    "father": "Father",
    "sister": "Sister",
    "professor": "Professor",
    "prof": "Prof",
    "missis": "Mrs",
}

PARTICLES = list_words(
    "van der den de la le du von bin bint ibn ap ab al el da dos san st mac o ter ten della di del"
)

NOT_NAMES = list_words("""
a able about above abuse accident across actually address advice afraid after afternoon again
against age ages ago ah ain't alarm all allowed almost alone along alright also always am an and
angry annoyed another answer any anybody anymore anyone anything anyway anywhere appointment are
area arm around as ask asked asking assistant asylum at available aware away awful baby back bad
badly bank bath bathroom be because bed been before begin behind being benefit benefits best
better between big bill bills bin bins birthday bit blind blue body book bored both bottom box
boy boyfriend breath bring broke broken brother brothers brought bus busy but buy by bye call
called caller calling calls came can can't cancer cannot car care cared carer carers caring cat
change chair chat check child children choice church class clean cleaner client clinic close
club clue cold come comes coming community company complain complaint computer condition
confused confusing conversation cook cooking cope coping correct cost could couldn't council
course cousin crying cup cut dad daddy daily dark daughter daughters day days dead deaf debt
deep dementia depressed depends desperate did didn't die died different difficult dinner
disability disabled disgusted divorced do doctor doctors does doesn't dog doing don't done door
doubt down drink drive driver driving drop due dunno during each early eat eating eight either
elderly else email emergency end english enough er erm even evening event ever every everybody
everyone everything exactly ex except excuse exhausted eye eyes fall falling falls family far
father fed feel feeling feels fell female few fifty fight figure find fine finished first five
flat fit food foot for forget forgot form forms forty forward four friday friend friends from
front full fun funny further garden gay get gets getting girl girlfriend give given gives giving
glad go god goes going gone good goodbye got gotta grand grandad grandma grateful great group
guess guy had hair half hand hands hang happen happened happening happy hard has hasn't hate
have haven't having he head health hear hearing heart heating hello help helped helper helping
her here hers herself hey hi him himself his hiya hold home homeless hopeless hospital hour
hours house housebound housing how however hub huh human hungry hurt hurts husband i i'd i'll
i'm i've ian't idea if ill in income independent information injured inside instead interested
into is isn't issue it it's its itself job join just keep kid kids kind kitchen know known lad
lady last late later learn least leave left leg legs less let lets letter life lift light like
limited line list listen little live lives living local lonely long look looking lose losing
lost lot lots love lovely low lunch machine mad made mail make makes male man managed manager
managing many married mate matter matters maybe me meal mean medical medication medicine meet
member memory men mental mention message might mind mine miss missing mistake moment mom monday
money month months more morning most mother mouth move moved moving much mum must my myself name
named names near nearly need needed needing needs neighbour neighbours neither nervous never new
news next nice night nine no nobody none nope nor normal not nothing now number numbers nurse of
off office often oh ok okay old on once one ones online only open option options or order other
others ought our ours out outside over overwhelmed own pain paper parent parents park part
partner pass past patient pay paying pension people person phone pick piece pissed place plan
play please plus pm point police poor possible post postcode poorly pregnant prefer press pretty
pride private probably problem problems professional promise proper pub pull put question
questions quick quiet quite rather read ready real really reason receptionist refer referral
referring refuse register related relax remember rent repeat reply resident rest restart retired
ride right ring ringing robot room round rude run running sad safe said same sat saturday save
saw say saying says scam scared school scooter sea second secret see seem seems seen self send
sense sent service services session set seven several shall shame she sheltered shit shocked
shop shopping shops short should shouldn't shower shut shy sick side sight sign signed since
single sir sister sit sitting situation six skint skip sleep sleeping slow slower small smoke so
social some somebody someone something sometimes somewhere son soon sons sorry sort sound speak
speaking spell spelled spelt spoke staff stairs stand start starting starving stay staying step
still stop stopped story straight street stressed stroke struggle struggled struggling stuck
student stuff stupid such sunday support supposed sure surgery swear talk talking tea teach
teacher tell telling ten tenant terrible terrified text than thank thanks that that's the their
theirs them then there there's these they thing things think thinking third thirsty thirty this
those though thought three through thursday tick till time times tired to today together toilet
told tomorrow tonight too took top touch town transport trapped travel trouble true trust try
trying tuesday turn turned twenty two type ugh um unable under understand unemployed
unfortunately unhappy unhelpful unpaid unsafe unsure unwell until unwell up upset upstairs us
use used useful useless usually very victim visit visiting voice volunteer volunteering
vulnerable waiting wait wake walk walking want wanted wanting wants ward warm was wash wasn't
wasting watch way we we're weak wednesday week weekend weeks welcome well went were weren't what
what's whatever wheelchair when where which while who who's whole whose why widow widowed
widower wife will window with without woman women won't wondering word words work worked worker
working works world worried worry worse worst would wouldn't write writing wrong yeah year years
yep yes yesterday yet you you'll you're you've young your yours yourself zero anon anonymous
cannae didnae wanna gonna alive bereaved partially registered diabetic autistic epileptic
disabled blind pensioner caller's daft alcoholic addict mobile landline stranger student carer's
foreign polish english welsh scottish irish british indian pakistani bengali somali urdu punjabi
hindi arabic chinese turkish romanian ukrainian spanish french portuguese italian german
japanese monday's christian muslim hindu sikh jewish catholic weekday weekdays weekends mornings
afternoons evenings mon tues weds thurs introduce walkers walkin tree won none-of-your-business
private secret whatever nothing nobody nowt owt summat aye nah naw ta cheers hmm mm eh uh umm
err hm ha haha lol ok okey sound spelling letter first middle surname last full forename initial
christian maiden title previously formerly née nee prefer preferred nickname short shortened
""")
"""Everyday words that are not taken for a name on their own."""
