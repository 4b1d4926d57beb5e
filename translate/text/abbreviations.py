"""Tables of the words that decide whether a stop ends a sentence.

Words are looked up without marks and in one spelling for letters that are written in several ways (:func:`fold`).
إ is kept distinct from أ, since إن opens a sentence and أن continues one.
"""

__all__ = [
    "CLOSING",
    "LEADING",
    "LINKS",
    "LIST_ORDINALS",
    "NAMES_WITH_MARKS",
    "NUMBERED",
    "SPEECH",
    "TAILS",
    "TRAILING",
    "fold",
    "opens",
    "runs_on",
]

FOLDS = str.maketrans("أآٱؤئیک", "اااوييك")


def words(text: str) -> frozenset[str]:
    """Return the words of a table, folded; words with إ also without its hamza, except those that begin with إن."""
    folded = fold(text).split()
    return frozenset(folded) | {word.replace("إ", "ا") for word in folded if not word.startswith("إن")}


def fold(word: str) -> str:
    """Return a word in the spelling of the tables; its marks must have been removed."""
    return word.translate(FOLDS)


LEADING = words("""
    مج تح تحق صص بروف
    Mr Mrs Ms Mx Dr Drs Prof Rev Hon Gen Brig Col Maj Capt Lt Sgt Cpl Pvt Adm Cmdr Gov Sen Rep Pres Supt
    St Ste Mt Ft Msgr Messrs Mme Mlle Insp Amb Atty Revd
    e.g i.e eg ie cf vs viz ca approx
""")
"""Abbreviations that precede a name or an explanation and never end a sentence."""

CLOSING = words("""
    ق.م ب.م ق.ه ه
    Inc Ltd Co Corp LLC Jr Sr Esq al Ave Blvd Rd Bros Ph.D Dept Univ Assn Est Bldg
""")
"""Abbreviations that end a sentence if the next word opens one."""

TRAILING = words("إلخ الخ وإلخ والخ etc")
"""Abbreviations that end an enumeration, and usually the sentence as well."""

NUMBERED = words("""
    No Nos no nos p pp Vol vol Vols Fig Figs fig Art art Sec sec Ch ch Eq Ref Tab para Nr
    Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec
""")
"""Words that are abbreviations only before a number."""

LIST_ORDINALS = words("""
    أولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا
    i ii iii iv v vi vii viii ix x xi xii I II III IV V VI VII VIII IX X XI XII
""")
"""Words and Roman numerals that number the items of a list."""

NAMES_WITH_MARKS = words("ياهو Yahoo Jeopardy")
"""Names that end in an exclamation mark."""

TAILS = words("نت كوم أورغ أورج اورغ نيت")
"""Last parts of web site names in Arabic letters, such as كوم for com."""

OPENERS = words("""
    هذا هذه هذان هاتان ذلك تلك هؤلاء أولئك هو هي هما هم هن نحن أنا أنت أنتم
    لأن لأنه لكن لكنه لكنها لكنهم كان كانت كانوا يكون تكون
    لم لن لا ليس ليست لست ما لقد قد سوف كما ثم حين حينما حيث عندما بينما بعدما قبلما كلما لما
    لذلك لذا لهذا هكذا هناك هنالك هنا هل كيف لماذا ماذا متى أين لعل ليت إذا إذ أما بل غير إنما
    بعد قبل خلال منذ رغم بالرغم بالتالي بالإضافة بالنسبة بدلا أيضا كذلك كل بعض يجب ينبغي يمكن
""")
OPENERS |= words("""
    The An In On At It He She They We I You This That These Those There But And Or So However When While If
    As After Before For From His Her Their Its Our My Your What Who Why How Where Which Then Also Although
    Because Since Some Many Most All No Not One Two Both Each Another Meanwhile Moreover According By With
    To Yet Even Here Only Other Such Under Until Today Later Now Nobody Everyone Its Is Are Was Were Do Does
""")
"""Words that open a sentence and are not names."""

JOINED = words("في من على إلى عن مع به بها له لها فيه فيها منه منها يعد تعد تعتبر يعتبر")
"""Words that open a sentence when they are prefixed with و or ف."""

VERBS = words("""
    قال قالت قالوا يقول تقول أضاف أضافت أكد أكدت أعلن أعلنت ذكر ذكرت أشار أشارت أوضح أوضحت
    بدأ بدأت انتهى انتهت أصبح أصبحت صار صارت ظل ظلت توفي توفيت ولد ولدت دفن عاش عاشت نشأ تولى أسس
    استمر استمرت عاد عادت بلغ بلغت وصل وصلت جاء جاءت ظهر ظهرت قام قامت تم تمت يبلغ تبلغ يقع تقع
    اشتهر اشتهرت عرف عرفت شهد شهدت سقط سقطت خلفه يعد تعد يعتبر تعتبر يضم تضم يعود تعود
""")
"""Verbs that open a sentence after a date, a measure or the name of a company."""

LINKS = words("""
    ثم أو أم بل من إلى عن على حتى أن الذي التي الذين اللذان اللتان اللواتي إلخ الخ مثل ك بين عند لدى
    وربما أي أعني يعني مرورا وصولا سوى إلا في
""")
"""Words that continue a sentence after a pause."""

PREFIXES = ("و", "ف", "بال", "لل", "كال", "ولل", "وال", "وبال")

SPEECH = words("""
    said says asked asks cried replied shouted whispered answered added exclaimed wondered demanded yelled
    screamed called muttered continued
""")
"""Verbs that follow a name after an English quotation."""


def opens(word: str, *, dated: bool = False) -> bool:
    """Return whether a word opens a sentence, on its own or prefixed with و or ف.

    :param word: the word, folded.
    :param dated: whether it follows an abbreviation that often ends a sentence, so that :data:`VERBS` count too.
    """
    bare = word[1:] if word[:1] in {"و", "ف"} else ""
    return word in OPENERS or bare in OPENERS or bare in JOINED or (dated and (word in VERBS or bare in VERBS))


def runs_on(word: str) -> bool:
    """Return whether an Arabic word, folded, continues the sentence before it after a pause."""
    return word in LINKS or word.startswith(PREFIXES)
