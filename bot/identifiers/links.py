"""Identifiers of the net: e-mail addresses, profiles on social platforms, nicknames."""

import re
from collections.abc import Iterator

from bot.identifiers.lexicon import lexicon
from bot.identifiers.span import Span

_AT = re.compile(
    r"\s?(?:@|[(\[{<]\s?(?:at|ät|a|miuku|snabel-?a)\s?[)\]}>])\s?|\s(?:at|ät|miuku(?:mauku)?|snabel-?a)\s",
    re.IGNORECASE,
)
_DOT = r"(?:\s?[(\[{](?:dot|piste|punkt|\.)[)\]}]\s?|\s(?:dot|piste|punkt)\s|\.)"
_DOMAIN = re.compile(rf"[a-z0-9åäöéü-]{{1,40}}(?:{_DOT}[a-z0-9åäöéü-]{{2,40}}){{1,4}}(?!\w)", re.IGNORECASE)
_LOCAL = re.compile(rf"(?<![\w.+-])[\w+-]{{1,64}}(?:(?:{_DOT}|[.+])[\w+-]{{1,64}}){{0,4}}$", re.IGNORECASE)
_REACH = 80
_LETTERS = 3
_PROFILE = re.compile(
    r"(?<![\w@])(?:https?://)?(?:[a-z0-9-]{1,20}\.){0,2}"
    r"(?P<site>facebook\.com|fb\.com|fb\.me|m\.me|instagram\.com|instagr\.am|tiktok\.com|twitter\.com"
    r"|x\.com|linkedin\.com"
    r"|snapchat\.com|t\.me|telegram\.me|wa\.me|youtube\.com|vk\.com|vk\.ru|ok\.ru|threads\.net|threads\.com|reddit\.com"
    r"|bsky\.app|mastodon\.[a-z]{2,10}|twitch\.tv|discord\.gg|discord\.com|discordapp\.com|tinder\.com|onlyfans\.com"
    r"|pinterest\.com|tumblr\.com|ask\.fm|steamcommunity\.com|soundcloud\.com|spotify\.com|suomi24\.fi|jodel\.com"
    r"|kik\.me|badoo\.com|github\.com|flickr\.com|last\.fm|weibo\.com|irc-galleria\.net|be\.real|bere\.al|linktr\.ee)"
    r"/(?P<path>[^\s<>\"'()\[\]{}]{1,300})",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?:groups?|events?|help|legal|about|policies|policy|privacy|settings|safety|explore|hashtag|watch"
    r"|search|terms|login|"
    r"home|business|ads|marketplace|company|school|jobs|learning|r|feed|intent|share|sharer|keskustelu"
    r"|features|signup)\b",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?<![.@/])@(?P<name>\w[\w.-]{1,40})")
_TAGGED = re.compile(r"(?<![\w#&])[^\W\d_][\w.]{1,30}#\d{3,5}(?!\w)")
_NICKNAME = re.compile(
    r"\b(?:nimimer\w{2,8}|nimimerk\w{1,6}|käyttäjänim\w{1,8}|käyttäjätunnu\w{1,8}|käyttäjä|nickname"
    r"|nick\w{0,5}|nikki|nikillä"
    r"|username|user name|userid|user|användarnamn\w{0,3}|användaren|signaturen|screen name|handle|alias"
    r"|gamertag|peliniki\w{0,4}"
    r"|ig|insta|instagram|snap|snapchat|kik|discord)"
    r"(?:[:=]\s?|\s)(?:(?:on|oli|is|är|nimeltä|called)\s)?[\"'”’«]?(?P<name>\w[\w.-]{2,40})",
    re.IGNORECASE,
)
_ACCOUNT_CUE = re.compile(
    r"insta|snäp|snap|tiktok|tiktak|discord|twitt|tviit|face|fb|jodel|suomi24|reddit|youtub|tubes|twitch"
    r"|tinder|kik\b|telegram"
    r"|threads|whatsapp|messenger|\bvk\b|roblox|steam|playstation|xbox|fortnite|minecraft|nimimerk|niki"
    r"|nick|käyttäjä|profiili"
    r"|tili|account|user|profil|konto|nimellä|signatur|\big\b|some",
    re.IGNORECASE,
)
_ODD = re.compile(
    r"(?<![\w@./:-])(?=[\w.]{4,40}(?![\w-]))(?:[^\W\d_]{1,30}[._]?){1,3}?\d{1,6}[^\W\d_]{0,8}\d{0,6}(?![\w./-])|(?<![\w@./:-])_{0,3}[^\W_]{1,30}(?:_{1,3}[^\W_]{1,30}){1,4}_{0,3}(?!\w)"
)


def emails(text: str) -> Iterator[Span]:
    """Yield e-mail addresses, also with the at-sign and the dots spelled out."""
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end())
        local = _LOCAL.search(text[max(0, at.start() - _REACH) : at.start()]) if domain else None
        if domain and local and _believable(at[0], domain[0]):
            yield Span("EMAIL", at.start() - len(local[0]), domain.end(), "certain")


def _believable(at: str, domain: str) -> bool:
    """Whether this is an address and not the English word "at" before a site's name."""
    return "@" in at or not at.strip().isalpha() or at.strip().lower() != "at" or " " in domain or "(" in domain


def profiles(text: str) -> Iterator[Span]:
    """Yield links to a profile or a post on a social platform; every other site passes."""
    for match in _PROFILE.finditer(text):
        path = match["path"].rstrip(".,;:!?")
        name = path.strip("/@").partition("/")[0].partition("?")[0]
        if name and not _GENERAL.match(path) and not lexicon().is_known(name):
            yield Span("URL", match.start(), match.start("path") + len(path), "certain")


def handles(text: str) -> Iterator[Span]:
    """Yield nicknames: marked ones anywhere, odd-looking ones where an account is talked about, named ones."""
    for match in _MENTION.finditer(text):
        if not lexicon().is_known(match["name"].rstrip(".-")):
            yield Span("HANDLE", match.start(), match.start() + len(match[0].rstrip(".-")), "certain")
    for match in _TAGGED.finditer(text):
        yield Span("HANDLE", match.start(), match.end(), "certain")
    yield from _named(text)
    yield from _odd(text)


def _named(text: str) -> Iterator[Span]:
    for match in _NICKNAME.finditer(text):
        name = match["name"].rstrip(".-")
        if _looks_made_up(name):
            yield Span("HANDLE", match.start("name"), match.start("name") + len(name), "likely")


def _odd(text: str) -> Iterator[Span]:
    if not _ACCOUNT_CUE.search(text):
        return
    for match in _ODD.finditer(text):
        if _looks_made_up(match[0]):
            yield Span("HANDLE", match.start(), match.end(), "likely")


def _looks_made_up(name: str) -> bool:
    """Whether `name` is of letters with digits or underscores, as nicknames are, and not "suomi24" or "covid19"."""
    letters = sum(char.isalpha() for char in name)
    mixed = any(char.isdigit() or char == "_" for char in name)
    return letters >= _LETTERS and mixed and not lexicon().is_known(name)
