"""Function words of languages, by which a text can be told from one in another language of the same script.

Languages in different scripts are told apart by their letters; see :mod:`jisr.corpora.cleaning.scripts`.
"""

__all__ = ["IDENTIFIED_LANGUAGES", "language_share"]

SMALL_WORDS = {
    "ar": "في من على إلى عن أن إن التي الذي الذين هذا هذه ذلك تلك كان كانت لا لم لن ما هو هي هم كل بعد "
    "قبل بين قد كما أو ثم حيث عند عندما مع غير أي ولا وقد وكان وفي ومن منذ حتى لقد إذا نحن أنا "
    "أنت له لها لهم به بها فيه فيها منه منها عليه عليها لكن ولكن خلال أكثر ليس وهو وهي أنه أنها "
    "بأن يكون",
    "fa": "به که را این است با از برای آن یک خود تا کرد بر هم نیز می شد شود باید اما های اند بود دارد "
    "آنها ما شما ولی اگر چه هر پس",
    "ur": "کے کی میں ہے سے کا اور کو نے پر ہیں کہ یہ ایک بھی تھا تھی اس ان جو نہیں تو ہو گیا کر لیے وہ",
    "en": "the of and to in is that it was for on are with as be at this by from have not an or he had "
    "which you were his but they she we their been has will would there what all can if who so my "
    "when out up about them its into than then your her him our i do did no me",
    "fr": "le la les des et est un une du que qui dans pour pas sur au avec ce il sont plus par ne se "
    "aux cette mais ou elle nous vous ils été même ces leur à je tu sa ses son être",
    "es": "el los las y que en un una por con no para es del se lo su al como más pero sus este ya o "
    "fue esta ha son entre cuando muy sin sobre también me hasta hay donde quien yo él",
    "de": "der die das und ist nicht ein eine zu den mit von für auf im dem sich des er sie es dass "
    "auch als wir wird bei oder nach aus einen einer war haben sind werden wie ich aber noch",
    "it": "il di che e la un una per non con del della sono è i le si da al nel come più anche ma lo "
    "gli alla dei ha questo delle o se ho era essere",
    "pt": "o que e do da em um uma para com não os no se na por mais as dos como mas ao ele das à seu "
    "sua ou quando muito nos já eu também só pelo pela até isso ela",
    "nl": "de het een en van ik te dat die in is niet zijn op aan met voor er maar om hij dan zou wat "
    "mijn men dit zo door over ze bij ook tot je uit der naar haar heb hoe",
    "tr": "ve bir bu da de için ile çok daha ne olarak gibi olan ama var kadar sonra o mi ben sen biz "
    "değil en ki her şey yok",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada mereka "
    "kami atau oleh telah bisa adalah sebagai",
    "sw": "na ya wa kwa ni katika za la cha kuwa hii au lakini pia kama yake hiyo ambayo watu huo baada sana",
}
IDENTIFIED_LANGUAGES = tuple(sorted(SMALL_WORDS))
"""Languages whose function words are known."""

FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}
KNOWN_WORDS: frozenset[str] = frozenset().union(*FUNCTION_WORDS.values())


def language_share(text: str, language: str) -> float:
    """Return the share of the function words of a text that are of a language, 0 to 1.

    :return: number of distinct function words of the language over that number plus the number of those that it lacks
        but another language has, for the language that has most of these; 1 without any of the latter.
    """
    known = KNOWN_WORDS.intersection(text.lower().split())
    foreign = known - FUNCTION_WORDS[language]
    if not foreign:
        return 1.0
    own = len(known) - len(foreign)
    return own / (own + max(len(foreign & words) for words in FUNCTION_WORDS.values()))
