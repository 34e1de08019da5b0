"""Checking translations: what is worth what, and one sentence at a time beside its English."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, TextAreaField, validators

from assistant import languages, printing
from assistant.accounts import Duty
from assistant.languages import (
    Catalogue,
    Coverage,
    Domain,
    Language,
    SentenceReview,
    SentenceState,
    Verdict,
)
from assistant.printing.press import MAX_TEXT
from assistant.storage import Session, audit, provider, translations
from assistant.web import forms, hx, staff_language
from assistant.web.doors import Policy, policy
from assistant.web.languages import picked as picking
from assistant.web.languages.picked import Picked
from assistant.web.languages.readable import readable, typed
from assistant.web.place import here
from assistant.web.state import now, state
from assistant.web.visitor import actor, signed_in
from assistant.web.words import METHODS, Words

bp = Blueprint("languages", __name__, url_prefix="/languages")
Shown = str | BaseResponse | tuple[str, int]
_SAYS = {
    "accept": Verdict.ACCEPTED,
    "change": Verdict.CHANGED,
    "unsure": Verdict.UNSURE,
    "take-back": Verdict.TAKEN_BACK,
}


class ReviewForm(forms.Form):
    """What somebody says of a sentence; ``read`` is the hash of what they read."""

    read = HiddenField()
    text = TextAreaField(
        _("Translation"),
        [validators.Length(max=MAX_TEXT, message=_("Please use at most 600 characters."))],
        filters=[lambda typed: " ".join((typed or "").split())],
    )
    qualification = forms.line(
        _("How do you know this language?"),
        120,
        hint=_("For example: I grew up with it, or: bilingual nurse. It stands with your name."),
    )
    method = forms.one_of(_("How did you check?"), METHODS.items())


class Row(NamedTuple):
    """A language and what it is worth: each published leaflet, all of notices, urgent answers.

    What the language is not offered for is None, or empty.
    """

    language: Language
    leaflets: list[Coverage]
    notices: Coverage | None
    answers: Coverage | None


@bp.get("/")
@policy(Policy.STAFF, duty=Duty.LANGUAGE_REVIEWER)
def show_all() -> str:
    """Show what each language is worth, by published leaflet."""
    with state().storage.read() as db:
        leaflets = picking.leaflets(db)
    notices, answers = picking.sources().catalogues, staff_language.catalogues()
    used = [one.notice.messages() for one in leaflets]
    rows = [
        Row(
            language,
            [languages.coverage(notices[code], one) for one in used] if code in notices else [],
            _coverage(notices.get(code), Domain.NOTICES),
            _coverage(answers.get(code), Domain.ANSWERS),
        )
        for code, language in picking.OFFERED.items()
    ]
    return render_template("languages/index.html", rows=rows, leaflets=leaflets)


@bp.get("/<code>/")
@policy(Policy.STAFF, duty=Duty.LANGUAGE_REVIEWER)
def show(code: str) -> str:
    """Show how far each leaflet is in one language, layer by layer."""
    wanted = picking.language(code)
    with state().storage.read() as db:
        said = translations.of_language(db, code)
        has_notices = Domain.NOTICES in picking.domains(wanted)
        shown = picking.leaflets(db) if has_notices else []
        leaflets = [list(picking.layers(one, wanted, said)) for one in shown]
        every = [picking.everything(db, code, domain) for domain in picking.domains(wanted)]
    return render_template("languages/show.html", wanted=wanted, leaflets=leaflets, every=every)


@bp.get("/<code>/sentences")
@policy(Policy.STAFF, duty=Duty.LANGUAGE_REVIEWER)
def show_sentences(code: str) -> str:
    """Show the sentences that a leaflet uses, or all of them, and which to read next."""
    with state().storage.read() as db:
        picked = picking.pick(db, code)
    return render_template(
        "languages/sentences.html",
        picked=picked,
        next=picked.next_for(signed_in().id),
        readable=readable,
    )


@bp.get("/<code>/sentences/<id>")
@policy(Policy.STAFF, duty=Duty.LANGUAGE_REVIEWER)
def show_sentence(code: str, id: str) -> str:
    """Show one sentence: where it stands, its English, and its translation to check."""
    with state().storage.read() as db:
        picked = picking.pick(db, code)
        place = picked.place(id)
        data = _about_me(db, picked) | {"text": readable(picked.states[place].text)}
    return _page(picked, place, ReviewForm(formdata=None, data=data))


@bp.post("/<code>/sentences/<id>")
@policy(Policy.STAFF, duty=Duty.LANGUAGE_REVIEWER)
def judge(code: str, id: str) -> Shown:
    """Keep what the person at the screen says of a sentence, and go on to the next one."""
    verdict = _SAYS.get(request.form.get("do", ""))
    form = ReviewForm()
    with state().storage.write() as db:
        picked = picking.pick(db, code)
        place = picked.place(id)
        sentence = picked.states[place]
        if verdict is Verdict.TAKEN_BACK:
            _take_back(db, sentence, picked)
            return hx.go(picked.address(".show_sentence", id=id))
        # Everything that is wrong is said at once.
        is_whole = form.validate()
        text = typed(form.text.data, sentence.message)
        if reason := _objection(verdict, text, form.read.data, sentence, picked):
            form.refuse("text", reason)
            is_whole = False
        if not is_whole or verdict is None:
            return _page(picked, place, form), 422
        _keep(db, picked, sentence, verdict, text, form.qualification.data, form.method.data)
    with state().storage.read() as db:
        picked = picking.pick(db, code)
    following = picked.next_for(signed_in().id, place)
    if following is None:
        return hx.go(picked.address(".show_sentences", done=id))
    return hx.go(picked.address(".show_sentence", id=following.message.id, done=id))


def _coverage(catalogue: Catalogue | None, domain: Domain) -> Coverage | None:
    if catalogue is None:
        return None
    return languages.coverage(catalogue, picking.every_message(domain))


def _objection(
    verdict: Verdict | None, text: str, read: str | None, sentence: SentenceState, picked: Picked
) -> Words | None:
    """Return why a verdict on a sentence cannot be kept, or None."""
    if read != sentence.read_hash:
        return _("This sentence is not as you read it. Please read it again.")
    match verdict:
        case None:
            return _("Please say what you found: press one of the buttons.")
        case Verdict.ACCEPTED if text != sentence.text:
            return _("You changed the text. Press “Keep my change”, or write it as it was.")
        case Verdict.CHANGED if text == sentence.text:
            return _("You have not changed the text.")
        case Verdict.UNSURE:
            return None
    return _text_objection(text, sentence, picked)


def _text_objection(text: str, sentence: SentenceState, picked: Picked) -> Words | None:
    if reason := languages.text_fault(sentence.message, text):
        return _("This text %(reason)s.", reason=reason)
    if picked.domain is Domain.ANSWERS:
        # They are read on a screen, with the fonts of the device.
        return None
    templates = (state().settings.templates / "print").resolve()
    found = printing.unprintable({"text": text}, picked.language, templates)
    return _("This text cannot be printed: %(reason)s.", reason=found["text"]) if found else None


def _keep(
    db: Session,
    picked: Picked,
    sentence: SentenceState,
    verdict: Verdict,
    text: str,
    qualification: str,
    method: str,
) -> None:
    me, chosen = signed_in(), provider.get(db)
    # Who is unsure leaves the text as it is.
    kept = sentence.text if verdict is Verdict.UNSURE else text
    review = SentenceReview(
        language=picked.language.code,
        domain=picked.domain,
        id=sentence.message.id,
        source_sha256=languages.sha256(sentence.message.text),
        shipped_sha256=languages.sha256(sentence.shipped),
        text=kept,
        verdict=verdict,
        name=me.name,
        role=me.role.value,
        qualification=qualification,
        method=method,
        provider=chosen.name if chosen else "",
        reviewed_at=now(),
        account_id=me.id,
    )
    translations.add(db, [review])
    audit.record(
        db,
        actor(),
        "sentence_reviewed",
        f"{picked.language.name}: {sentence.message.id}",
        now(),
        location_id=here().id,
        verdict=verdict.value,
    )


def _take_back(db: Session, sentence: SentenceState, picked: Picked) -> None:
    """Take back one's own word of a sentence, if there is one."""
    own = sentence.word_of(signed_in().id)
    if own is None:
        return
    _keep(db, picked, sentence, Verdict.TAKEN_BACK, sentence.text, own.qualification, own.method)


def _about_me(db: Session, picked: Picked) -> dict[str, str]:
    """Return what the person at the screen said of themselves last time."""
    own = [
        review
        for review in translations.of_language(db, picked.language.code, picked.domain)
        if review.account_id == signed_in().id
    ]
    if not own:
        return {"method": next(iter(METHODS))}
    method = own[-1].method
    known = method if method in METHODS else next(iter(METHODS))
    return {"qualification": own[-1].qualification, "method": known}


def _page(picked: Picked, place: int, form: ReviewForm) -> str:
    sentence = picked.states[place]
    form.read.data = sentence.read_hash
    neighbours = {
        "before": picked.states[place - 1] if place else None,
        "after": picked.states[place + 1] if place + 1 < len(picked.states) else None,
    }
    return render_template(
        "languages/sentence.html",
        picked=picked,
        place=place,
        sentence=sentence,
        own=sentence.word_of(signed_in().id),
        form=form,
        readable=readable,
        **neighbours,
    )
