"""Documents in a real browser: what they run, whom they ask, and what elements and attributes they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

# Each document is read by the real parser in a frame of its own, without the policy that would forbid its scripts.
LOOK = """async documents => {
  const looked = [];
  await Promise.all(documents.map(html => new Promise(done => {
    const frame = document.createElement('iframe');
    frame.onload = () => { setTimeout(() => {
      const made = new Set();
      try {
        for (const one of frame.contentDocument.querySelectorAll('*')) {
          const tag = one.localName;
          made.add(tag);
          for (const at of one.attributes) {
            made.add(tag + ' ' + at.name);
            if (/^on/i.test(at.name)) made.add('HANDLER ' + tag + ' ' + at.name);
            if (/^\\s*(javascript|vbscript|data:text)/i.test(at.value.replace(/[\\u0000-\\u0020]/g, '')) &&
                ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].includes(at.name)) made.add('ADDRESS ' + tag + ' ' + at.name);
          }
        }
      } catch (error) { made.add('GONE ELSEWHERE ' + error.name); }
      looked[documents.indexOf(html)] = [...made];
      done();
    }, 30); };
    frame.srcdoc = html;
    document.body.append(frame);
  })));
  document.body.replaceChildren();
  return looked;
}"""


@dataclass
class Watch:
    """A browser that reads documents and notes whatever they do."""

    browser: Browser
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
        unlike = [f"{html}<!--{at}-->" for at, html in enumerate(documents)]
        return [set(made) for made in self.page.evaluate(LOOK, unlike)]

    def close(self) -> None:
        self.context.close()
