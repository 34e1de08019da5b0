"""Who reviewed what, and files to and fro: reviews between providers, texts to translators."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as BaseResponse
from wtforms import FileField

from assistant import languages, printing
from assistant.languages import Checked, Domain, Refusal, SentenceReview, SentenceState, Verdict
from assistant.storage import Session, audit, provider, translations
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.languages import picked as picking
from assistant.web.languages.picked import Picked
from assistant.web.languages.readable import readable
from assistant.web.place import here
from assistant.web.state import now, state
from assistant.web.visitor import actor, signed_in

bp = Blueprint("language_files", __name__, url_prefix="/languages")
Shown = str | BaseResponse | tuple[str, int]
# Twice the largest file of texts that we ship, with room to grow.
# All answers in an Indian script, with their notes, are more than a megabyte.
MAX_FILE_BYTES = 4 * 1024 * 1024
_FROM_A_FILE = "put in from a file"


class FileForm(forms.Form):
    """A file to take in."""

    file = FileField(_("File with reviews (.jsonl) or texts (.po)"))


@bp.get("/<code>/reviews")
@policy(Policy.MANAGER)
def show(code: str) -> str:
    """Show who said what of which sentence, newest first, and the files to give and take."""
    return _page(code, FileForm(formdata=None))


@bp.get("/<code>/reviews.jsonl")
@policy(Policy.MANAGER)
def export_reviews(code: str) -> Response:
    """Return what people say of the sentences as they stand now, to give to another provider."""
    with state().storage.read() as db:
        every = picking.everything(db, code)
    name = f"reviews-{code}" if every.domain is Domain.NOTICES else f"reviews-answers-{code}"
    lines = languages.review_lines(every.states)
    return _attachment(lines, "application/jsonl", f"{name}.jsonl")


@bp.get("/<code>/notices.po")
@policy(Policy.MANAGER)
def export_texts(code: str) -> Response:
    """Return the texts in use as a PO file, for Weblate or Poedit."""
    with state().storage.read() as db:
        every = picking.everything(db, code)
    text = languages.to_po(every.language, every.states)
    return _attachment(text, "text/x-gettext-translation", f"{every.domain.value}-{code}.po")


@bp.post("/<code>/reviews")
@policy(Policy.MANAGER, max_body=MAX_FILE_BYTES)
def take_in(code: str) -> Shown:
    """Take in a file of reviews or of texts: whole, or not at all."""
    picking.language(code)
    form, upload = FileForm(), request.files.get("file")
    data = upload.read() if upload else b""
    if not form.validate() or not data.strip():
        form.refuse("file", _("Please choose a file that is not empty."))
        return _page(code, form), 422
    with state().storage.write() as db:
        every = picking.everything(db, code)
        checked = _check(db, data, every)
        if checked.refusals:
            form.refuse("file", _("Nothing was taken in. Each line that is wrong stands below."))
            return _page(code, form, checked.refusals), 422
        reviews = [*checked.reviews, *_proposals(db, checked, every)]
        translations.add(db, reviews)
        audit.record(
            db,
            actor(),
            "translations_taken_in",
            every.language.name,
            now(),
            location_id=here().id,
            lines=str(len(reviews)),
            unchanged=str(checked.unchanged),
        )
    return hx.go(every.address(".show", taken=len(reviews), unchanged=checked.unchanged))


def _check(db: Session, data: bytes, every: Picked) -> Checked:
    """Return what a file holds; one that begins with a brace holds reviews, others texts."""
    wanted = every.language
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        checked = languages.check_po(data, wanted, every.states)
        lines = {one.id: one.line for one in checked.texts}
        texts = {one.id: one.text for one in checked.texts}
    else:
        own, chosen = translations.of_language(db, wanted.code, every.domain), provider.get(db)
        name = chosen.name if chosen else ""
        checked = languages.check_review_lines(
            data, wanted, every.states, own, name, domain=every.domain
        )
        lines = {}
        texts = {one.id: one.text for one in checked.reviews if one.text}
    if checked.refusals or every.domain is Domain.ANSWERS:
        # Answers are read on a screen, with the fonts of the device.
        return checked
    templates = (state().settings.templates / "print").resolve()
    found = printing.unprintable(texts, wanted, templates)
    refusals = tuple(Refusal(lines.get(id, 0), id, reason) for id, reason in found.items())
    return Checked(checked.reviews, checked.texts, checked.unchanged, refusals)


def _proposals(db: Session, checked: Checked, every: Picked) -> list[SentenceReview]:
    """Return the texts of a PO file as what nobody vouches for yet."""
    me, chosen = signed_in(), provider.get(db)
    by_id: dict[str, SentenceState] = {one.message.id: one for one in every.states}
    return [
        SentenceReview(
            language=every.language.code,
            domain=every.domain,
            id=one.id,
            source_sha256=languages.sha256(by_id[one.id].message.text),
            shipped_sha256=languages.sha256(by_id[one.id].shipped),
            text=one.text,
            verdict=Verdict.PROPOSED,
            name=me.name,
            role=me.role.value,
            qualification=_FROM_A_FILE,
            method=_FROM_A_FILE,
            provider=chosen.name if chosen else "",
            reviewed_at=now(),
            account_id=me.id,
        )
        for one in checked.texts
    ]


def _page(code: str, form: FileForm, refusals: tuple[Refusal, ...] = ()) -> str:
    with state().storage.read() as db:
        every = picking.everything(db, code)
        said = translations.of_language(db, code, every.domain)
    return render_template(
        "languages/files.html",
        wanted=every.language,
        every=every,
        said=said[::-1],
        texts={one.message.id: readable(one.message.text) for one in every.states},
        readable=readable,
        form=form,
        refusals=refusals,
    )


def _attachment(text: str, mimetype: str, name: str) -> Response:
    response = make_response(text)
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
