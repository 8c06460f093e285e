"""Documents in a real browser: what they run, whom they ask, and what elements and attributes they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

# Each document is read by the real parser in a frame of its own, without the policy that would forbid its scripts. Frames
# are written again, which is three times as fast as new ones; one that a document has led elsewhere is replaced.
# To lay them out is two thirds of the work, and shows what a style would fetch; what they are made of and run is seen without.
LOOK = """async ([documents, drawn]) => {
  const frames = window.looking ??= [];
  const usable = at => {
    if (!frames[at] || !frames[at].contentDocument) {
      frames[at]?.remove();
      document.body.append(frames[at] = Object.assign(document.createElement('iframe'), {hidden: !drawn}));
    }
    return frames[at];
  };
  const made = shown => {
    const found = new Set();
    for (const one of shown.querySelectorAll('*')) {
      const tag = one.localName;
      found.add(tag);
      for (const at of one.attributes) {
        found.add(tag + ' ' + at.name);
        if (/^on/i.test(at.name)) found.add('HANDLER ' + tag + ' ' + at.name);
        if (/^\\s*(javascript|vbscript|data:text)/i.test(at.value.replace(/[\\u0000-\\u0020]/g, '')) &&
            ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].includes(at.name)) found.add('ADDRESS ' + tag + ' ' + at.name);
      }
    }
    return [...found];
  };
  return Promise.all(documents.map((html, at) => new Promise(done => {
    const frame = usable(at);
    frame.onload = () => setTimeout(() => {
      frame.onload = null;
      try { done(made(frame.contentDocument)); } catch (error) { done(['GONE ELSEWHERE ' + error.name]); }
    }, 30);
    frame.contentDocument.open();
    frame.contentDocument.write(html);
    frame.contentDocument.close();
  })));
}"""


@dataclass
class Watch:
    """A browser that reads documents, lays them out if they shall be `drawn`, and notes whatever they do."""

    browser: Browser
    drawn: bool = True
    done: list[str] = field(default_factory=list)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(bypass_csp=True)
        self.context.expose_binding("hit", lambda source, *_: self.done.append("a script ran"))
        self.context.add_init_script("for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => hit()")
        self.context.route("**/*", self._asked)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)

    def _asked(self, route: Any) -> None:
        self.done.append(f"asked for {route.request.url[:80]}")
        route.abort()

    def look(self, documents: Sequence[str]) -> list[set[str]]:
        """Let the browser read these documents; what they are made of. What they did is added to `done`."""
        return [set(made) for made in self.page.evaluate(LOOK, [list(documents), self.drawn])]

    def close(self) -> None:
        self.context.close()
