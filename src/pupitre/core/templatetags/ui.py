"""The UI kit: each tag draws one component of `ui/`; an unknown attribute is a template error."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.template.library import parse_bits
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
Attributes = dict[str, Any]

COLOURS = ("neutral", "success", "warning", "danger", "info", "accent")
VARIANTS = ("primary", "secondary", "tertiary", "danger")
TITLES = ("Dr ", "Pr ", "M. ", "Mme ", "Me ")


def _one_of(value: str, allowed: Iterable[str], what: str) -> str:
    if value not in allowed:
        raise TemplateSyntaxError(f"{what} « {value} » inconnu : {', '.join(allowed)}.")
    return value


# Inline components


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one symbol of `icons.svg`, silent for screen readers: a word stands beside it."""
    source = static("core/icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', source, name
    )


@register.simple_tag
def status(word: str, colour: str = "neutral") -> SafeString:
    """Draw a state: always a word, on a tint. Python code (tables) calls it too."""
    _one_of(colour, COLOURS, "Couleur")
    return format_html('<span class="ds-tag" data-color="{}">{}</span>', colour, word)


@register.simple_tag
def avatar(name: str) -> SafeString:
    """Draw the initials of a person whose name is written beside."""
    return format_html('<span class="initials" aria-hidden="true">{}</span>', initials(name))


def initials(name: str) -> str:
    """« Dr Anne Petit » → « AP »."""
    for title in TITLES:
        name = name.removeprefix(title)
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.inclusion_tag("ui/button.html")
def button(
    label: str,
    *,
    href: str = "",
    variant: str = "primary",
    type: str = "submit",
    name: str = "",
    value: str = "",
    form: str = "",
    id: str = "",
    icon: str = "",
    about: str = "",
    confirm: str = "",
    opens: str = "",
    copies: str = "",
    prints: bool = False,
    small: bool = False,
    disabled: bool = False,
    download: bool = False,
    current: bool = False,
    key: str = "",
) -> Attributes:
    """Draw a link with `href`, else a button.

    `about` is read aloud after the label (« Modifier » + « la réunion du 24 novembre »);
    `confirm` is the question asked first; `opens` is the id of a dialog; `copies` the text to
    copy; `prints` prints the page; `key` the keys that
    press it, separated by spaces.
    """
    _one_of(variant, VARIANTS, "Variante")
    return dict(locals())


@register.inclusion_tag("ui/post.html", takes_context=True)
def post(
    context: Context,
    label: str,
    url: str,
    *,
    variant: str = "secondary",
    about: str = "",
    confirm: str = "",
    icon: str = "",
    name: str = "",
    value: str = "",
    small: bool = False,
    target: str = "",
) -> Attributes:
    """Draw a button that sends a POST on its own; htmx puts the answer in `target` (a selector)."""
    attributes = dict(locals())
    del attributes["context"]
    return attributes | {"csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/steps.html")
def steps(items: Iterable[Mapping[str, Any]], *, label: str = "Étapes") -> Attributes:
    """Draw the stages of one object; items: {label, url, current, done}; no url: not open yet."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], *, label: str = "Rubriques") -> Attributes:
    """Draw pages of the same rank; items: {label, url, current, count}."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/facts.html")
def facts(items: Iterable[Mapping[str, Any]]) -> Attributes:
    """Draw a row of figures; items: {label, value, note, url}."""
    return {"items": items}


@register.inclusion_tag("ui/meter.html")
def meter(done: float, total: float, *, label: str, expected: float = 0) -> Attributes:
    """Draw a share done, then a share expected, of a total; `label` says it in words."""
    full = total or 1
    parts = [min(100, 100 * float(part) / float(full)) for part in (done, done + expected)]
    return {"done": f"{parts[0]:.2f}", "both": f"{parts[1]:.2f}", "label": label}


@register.inclusion_tag("ui/empty_state.html")
def empty_state(title: str, sentence: str = "", *, url: str = "", action: str = "") -> Attributes:
    """Say that a list is empty and what to do next."""
    return dict(locals())


@register.inclusion_tag("ui/todo.html")
def todo(
    title: str,
    *,
    when: str,
    url: str,
    act: str = "Ouvrir",
    detail: str = "",
    amount: str = "",
    late: bool = False,
) -> Attributes:
    """Draw one row of `<ul class="todo">`: when, what, why, how much, one act."""
    return dict(locals())


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(items: Iterable[Mapping[str, Any]]) -> Attributes:
    """Draw the way back; items: {label, url}, the present page left out."""
    return {"items": items}


@register.inclusion_tag("ui/timeline.html")
def timeline(items: Iterable[Mapping[str, Any]]) -> Attributes:
    """Draw a history; items: {when, who, text, detail}, latest first."""
    return {"items": items}


@register.inclusion_tag("ui/files.html")
def files(items: Iterable[Mapping[str, Any]]) -> Attributes:
    """Draw files; items: {name, url, octets, note, status, colour}."""
    return {"items": items}


@register.inclusion_tag("ui/results.html")
def results(groups: Iterable[Mapping[str, Any]], query: str) -> Attributes:
    """Draw what a search found; groups: {title, items: [{label, url, detail}], more}."""
    return {"groups": groups, "query": query}


@register.inclusion_tag("ui/job.html", takes_context=True)
def job_progress(context: Context, job: Mapping[str, Any]) -> Attributes:
    """Draw a long work.

    job: {label, done, total, text, running, failed, poll_url, stop_url, result_url};
    `failed` is the sentence that says why; `poll_url` answers with this same component.
    """
    return {"job": job, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/errors.html")
def form_errors(form: BaseForm) -> Attributes:
    """Draw what is wrong with a form, each error linked to its field."""
    return {"form": form}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], *, target: str = "") -> Attributes:
    """Draw the pages of a list, keeping the other parameters of the address."""
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "numbers": list(elided),
        "gap": page.paginator.ELLIPSIS,
        "query": f"?{parameters.urlencode()}{'&' if parameters else ''}page=",
        "target": target,
    }


# Components that hold content: {% panel "Présents" %} … {% aside %} … {% footer %} … {% endpanel %}


class SlottedNode(Node):
    """A component whose content, and named parts after it, are written between its tags."""

    def __init__(
        self,
        template_name: str,
        describe: Callable[..., Attributes],
        args: list[FilterExpression],
        kwargs: dict[str, FilterExpression],
        slots: dict[str, NodeList],
    ) -> None:
        self.template_name = template_name
        self.describe = describe
        self.args = args
        self.kwargs = kwargs
        self.slots = slots

    def render(self, context: Context) -> SafeString:
        args = [arg.resolve(context) for arg in self.args]
        kwargs = {name: value.resolve(context) for name, value in self.kwargs.items()}
        values = self.describe(*args, **kwargs)
        values |= {name: nodes.render(context) for name, nodes in self.slots.items()}
        values["csrf_token"] = context.get("csrf_token")
        engine = context.template.engine  # type: ignore[union-attr]
        return mark_safe(engine.get_template(self.template_name).render(context.new(values)))  # noqa: S308


def component(*slots: str) -> Callable[[Callable[..., Attributes]], Callable[..., Attributes]]:
    """Register the description of a component as the tag of its name, with the slots it takes."""

    def registered(describe: Callable[..., Attributes]) -> Callable[..., Attributes]:
        name = describe.__name__
        spec = inspect.getfullargspec(describe)

        def compile_tag(parser: Parser, token: Token) -> SlottedNode:
            bits = token.split_contents()[1:]
            args, kwargs = parse_bits(  # type: ignore[call-arg]
                parser, bits, spec.args, None, None, spec.defaults,
                spec.kwonlyargs, spec.kwonlydefaults, False, name,  # type: ignore[arg-type]
            )  # fmt: skip
            parts = {"body": parser.parse((*slots, f"end{name}"))}
            while (part := parser.next_token().contents) != f"end{name}":
                parts[part] = parser.parse((*slots, f"end{name}"))
            return SlottedNode(f"ui/{name}.html", describe, args, kwargs, parts)

        register.tag(name, compile_tag)
        return describe

    return registered


@component("aside", "footer")
def panel(
    title: str = "",
    *,
    aside: str = "",
    flush: bool = False,
    id: str = "",
    label: str = "",
    level: int = 2,
) -> Attributes:
    """A framed part of a page; `flush`: its list or table touches the frame; `label`: no title."""
    return dict(locals())


@component()
def alert(colour: str, title: str = "") -> Attributes:
    """A message in the page: what happened, then what to do."""
    _one_of(colour, COLOURS, "Couleur")
    return dict(locals())


@component()
def why(question: str = "Pourquoi ?") -> Attributes:
    """The reasons of a number or of a state, folded."""
    return dict(locals())


@component("footer")
def dialog(id: str, title: str) -> Attributes:
    """A dialog opened by `{% button … opens=id %}`."""
    return dict(locals())


@component()
def filters(*, target: str = "", label: str = "Filtrer", url: str = "") -> Attributes:
    """A GET form over a list; with `target` (the list's selector) the list follows each change."""
    return dict(locals())


@component()
def table(caption: str, *, scroll: bool = True, stacks: bool = False) -> Attributes:
    """A table: write thead, tbody and tfoot inside; `class="num"` on the cells of numbers.

    `stacks`: on a telephone each row is a small card, its first cell on top; the other cells must tell by themselves.
    """
    return dict(locals())
