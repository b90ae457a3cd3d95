"""The phone's storage, keys and exchange in a real browser against the delivered server, without the screens' help."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.rig.chromium import Browser
from tests.rig.server import ROOT, Server

IMPORT = "const app = (name) => import(`/s/${document.documentElement.dataset.build}/app/${name}.js`);"
SETTLED = "for (let i = 0; i < 2; i += 1) await (await app('sync/loop')).syncNow();"
MADE_BY_CAMERA = """
  const canvas = new OffscreenCanvas(2400, 1800);
  const context = canvas.getContext("2d");
  for (let i = 0; i < 400; i += 1) {
    context.fillStyle = `hsl(${i * 37 % 360} 70% 50%)`;
    context.fillRect((i * 191) % 2300, (i * 97) % 1700, 160, 120);
  }
  const plain = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 })).arrayBuffer());
  const exif = new TextEncoder().encode("Exif\\0\\0GPS 52.37 4.89");
  const app1 = new Uint8Array([0xff, 0xe1, 0, exif.length + 2, ...exif]);
  const file = new Blob([plain.slice(0, 2), app1, plain.slice(2)], { type: "image/jpeg" });
"""


@dataclass
class Phone:
    """The modules of the field app in one page of one browser."""

    server: Server
    browser: Browser
    words: str = ""
    opened: list[Page] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.opened[0]

    def open(self) -> None:
        self.opened = [self.browser.open()]
        self.page.goto(f"{self.server.address}/app")
        self.wait_for("!['starting'].includes((await app('sync/phone')).phone.value.state)")

    def another_tab(self) -> Page:
        assert self.browser.context is not None
        page = self.browser.context.new_page()
        page.goto(f"{self.server.address}/app")
        self.opened.append(page)
        return page

    def kill(self) -> None:
        self.opened = []
        self.browser.kill()

    def do(self, script: str, page: Page | None = None, **values: Any) -> Any:
        """Run module code; `values` are its constants, what it returns is the answer."""
        given = "".join(f"const {name} = {json.dumps(value)};" for name, value in values.items())
        return (page or self.page).evaluate(f"async () => {{ {IMPORT} {given} {script} }}")

    def wait_for(self, condition: str, within: float = 20) -> None:
        until = time.monotonic() + within
        while not self.do(f"return {condition};"):
            assert time.monotonic() < until, f"never: {condition}"
            time.sleep(0.05)

    def enrol(self, code: str) -> None:
        self.words = self.do(
            """
            const phone = await app("sync/phone");
            const test = await phone.selfTest();
            if (!test.ok) throw new Error(test.reason);
            const { words } = await phone.enrol(code);
            if (!(await phone.confirmWords(words))) throw new Error("words");
            await phone.setQuickCode("274913");
            await phone.finish();
            return words.join(" ");
            """,
            code=code,
        )
        self.do("await navigator.serviceWorker.ready;")
        self.wait_for(
            "navigator.serviceWorker.controller !== null && (await caches.keys()).some((name) => name.startsWith('fa-shell-'))"
        )

    def unlock(self, page: Page | None = None) -> str:
        return str(self.do("return (await app('sync/phone')).unlock(words);", page, words=self.words))

    def settle(self) -> None:
        self.do(SETTLED)

    def unsent(self) -> int:
        return int(self.do("return (await app('store/outbox')).countUnsent();"))


MakePhone = Callable[[str, Server], Phone]


@pytest.fixture
def make_phone(new_browser: Callable[..., Browser]) -> MakePhone:
    return lambda name, server: Phone(server, new_browser(name))


def premises_of(phone: Phone) -> str:
    return str(
        phone.do(
            "return (await app('sync/watch')).documents.byKind('premises').find(({fields}) => !fields.is_dwelling).id;"
        )
    )


OPEN_VISIT = """
  const { record } = await app("sync/record");
  const { documents, me, policy } = await app("sync/watch");
  const { uuid7 } = await app("lib/ids");
  const premises = documents.get(premises_id).fields;
  const visit = uuid7();
  const now = new Date().toISOString();
  await record("visit.open", visit, {
    premises_id, team_id: premises.team_id, visit_kind: "licensed_premises", reason: "routine", leader_id: me.value.id,
    co_visitor_ids: [], checklist: "chk-lp@1", opened_at: now, day_list_id: null,
  });
"""
ITEMS = """
  const items = policy.value.checklists["chk-lp@1"].items.filter((item) => item.answer === "oordeel" && item.asked === "altijd");
"""


def open_visit(phone: Phone, answers: int) -> str:
    return str(
        phone.do(
            OPEN_VISIT
            + ITEMS
            + 'for (const item of items.slice(0, count)) await record("visit.answer", visit, { [`answers.${item.id}`]: { value: "in_orde" } });'
            + "return visit;",
            premises_id=premises_of(phone),
            count=answers,
        )
    )


def on_server(server: Server, visit: str) -> dict[str, Any]:
    house = server.house()
    shown = house.engine.read(house.system, visit)
    assert shown is not None, "the visit never arrived"
    return dict(shown["fields"])


def held_on(phone: Phone) -> list[Any]:
    return list(
        phone.do(
            "return (await app('sync/watch')).queue.value.filter(({state}) => state === 'held').map(({kind, code}) => [kind, code]);"
        )
    )


def test_a_phone_enrols_and_has_its_documents_and_policy(server: Server, make_phone: MakePhone) -> None:
    phone = make_phone("ines", server)
    phone.open()
    assert phone.do("return (await app('sync/phone')).phone.value.state;") == "new"
    phone.enrol(server.new_code("s.deboer"))
    seen = phone.do(
        """
        const { documents, me, policy, strip } = await app("sync/watch");
        const kinds = ["premises", "day_list", "policy", "person"].map((kind) => documents.byKind(kind).length);
        return { kinds, name: me.value.name, checklists: Object.keys(policy.value.checklists), photos: policy.value.photos, strip: strip.value };
        """
    )
    assert min(seen["kinds"]) > 0, seen
    assert seen["name"] == "S. de Boer"
    assert "chk-lp@1" in seen["checklists"]
    assert seen["photos"] == "vergunde_panden"
    assert (seen["strip"]["state"], seen["strip"]["unsent"]) == ("sent", 0)


def test_work_recorded_with_the_server_away_survives_a_killed_browser_and_arrives_once(
    own_server: Server, make_phone: MakePhone
) -> None:
    phone = make_phone("ines", own_server)
    phone.open()
    phone.enrol(own_server.new_code("s.deboer"))
    own_server.stop()
    visit = open_visit(phone, 5)
    assert phone.unsent() == 1
    phone.kill()

    phone.open()
    assert phone.do("return (await app('sync/phone')).phone.value.state;") == "locked"
    assert phone.do("return (await app('sync/phone')).phone.value.unsent;") == 1
    assert phone.unlock() == "open"
    shown = phone.do("return (await app('sync/watch')).documents.get(visit);", visit=visit)
    assert len(shown["fields"]["answers"]) == 5
    assert shown["unsent"] is True

    own_server.start()
    phone.settle()
    assert phone.unsent() == 0
    assert held_on(phone) == []
    assert len(on_server(own_server, visit)["answers"]) == 5
    phone.settle()
    assert own_server.house().engine.check(own_server.house().inside.blobs).is_whole


def test_addresses_are_found_with_the_server_away(own_server: Server, make_phone: MakePhone) -> None:
    example = ROOT / "fieldapp" / "data" / "voorbeeld" / "bag-light-voorbeeld.gpkg"
    own_server.command("import-bag", str(example), "--gemeente", "9998", "--data", str(own_server.data))
    phone = make_phone("ines", own_server)
    phone.open()
    phone.enrol(own_server.new_code("s.deboer"))
    phone.wait_for("await (await app('sync/addresses')).hasAddresses()")
    own_server.stop()
    phone.kill()
    phone.open()
    assert phone.unlock() == "open"
    found = phone.do("return (await app('sync/addresses')).searchAddresses('lantaarnkade', 5);")
    assert found and all("Lantaarnkade" in one["text"] and one["bag_object_id"] for one in found)


def test_a_locked_phone_delivers_without_its_words(own_server: Server, make_phone: MakePhone) -> None:
    phone = make_phone("ines", own_server)
    phone.open()
    phone.enrol(own_server.new_code("s.deboer"))
    own_server.stop()
    visit = open_visit(phone, 2)
    phone.do("(await app('sync/phone')).lockNow();")
    own_server.start()
    phone.settle()
    assert phone.unsent() == 0
    assert phone.do("return (await app('sync/watch')).documents.byKind('premises').length;") == 0
    assert len(on_server(own_server, visit)["answers"]) == 2


def test_two_tabs_write_streams_of_their_own_and_the_last_word_counts(server: Server, make_phone: MakePhone) -> None:
    phone = make_phone("ines", server)
    phone.open()
    phone.enrol(server.code_of("m.visser"))
    visit = open_visit(phone, 1)
    other = phone.another_tab()
    assert phone.unlock(other) == "open"
    write = (
        """
        const { record, baseOf } = await app("sync/record");
        const { policy } = await app("sync/watch");
        """
        + ITEMS
        + 'for (const item of items.slice(from, from + 4)) await record("visit.answer", visit, { [`answers.${item.id}`]: { value: "in_orde" } });'
    )
    phone.do(write, other, visit=visit, **{"from": 4})
    phone.do(write.replace("slice(from", "slice(start").replace("from + 4", "start + 4"), visit=visit, start=0)
    phone.do(write.replace('"in_orde"', '"niet_van_toepassing"'), visit=visit, **{"from": 4})
    phone.do(write.replace('"in_orde"', '"niet_van_toepassing"'), other, visit=visit, **{"from": 0})
    streams = phone.do("return (await (await app('store/outbox')).allRows()).map(({stream, n}) => [stream, n]);")
    assert len({stream for stream, _ in streams}) >= 2
    assert len({tuple(row) for row in streams}) == len(streams)
    phone.settle()
    phone.do(SETTLED, other)
    assert phone.unsent() == 0
    assert held_on(phone) == []
    answers = on_server(server, visit)["answers"]
    assert [answer["value"] for answer in answers.values()] == ["niet_van_toepassing"] * 8
    assert phone.do("return (await app('sync/watch')).strip.value.choices;") == 0


def test_a_photo_is_blurred_stripped_encrypted_and_delivered_whole(server: Server, make_phone: MakePhone) -> None:
    phone = make_phone("ines", server)
    phone.open()
    phone.enrol(server.code_of("r.smit"))
    visit = open_visit(phone, 1)
    made = phone.do(
        """
        const { record } = await app("sync/record");
        const { policy } = await app("sync/watch");
        const { uuid7 } = await app("lib/ids");
        const photos = await app("sync/photos");
        """
        + ITEMS
        + MADE_BY_CAMERA
        + """
        const item = items.find((one) => one.allows_photo && one.chips.length > 0);
        const finding = uuid7();
        await record("visit.answer", visit, { [`answers.${item.id}`]: { value: "niet_in_orde" } });
        await record("visit.find", visit, { [`findings.${finding}`]: { item: item.id, chips: [item.chips[0].id], text: null, not_a_name: false, number: null } });
        await photos.capture(visit, finding);
        const { photoId, preview } = await photos.takeFile(file, { visitId: visit, findingId: finding });
        const waiting = await photos.pendingCaptures();
        await photos.usePhoto(photoId, { blocks: [{ x: 0.25, y: 0.25, w: 0.5, h: 0.5 }] });
        const jpeg = await photos.openPhoto(photoId);
        const bytes = new Uint8Array(await jpeg.arrayBuffer());
        const bitmap = await createImageBitmap(jpeg);
        const canvasBack = new OffscreenCanvas(bitmap.width, bitmap.height);
        canvasBack.getContext("2d").drawImage(bitmap, 0, 0);
        const middle = [...canvasBack.getContext("2d").getImageData(bitmap.width / 2, bitmap.height / 2, 1, 1).data];
        const thumb = await photos.thumbnail(photoId);
        const small = await (await fetch(thumb).catch(() => null))?.blob?.();
        return {
          photoId, waiting: waiting.map(({ state }) => state), left: (await photos.pendingCaptures()).length,
          size: [bitmap.width, bitmap.height], middle, thumb: thumb.slice(0, 5), small: small?.size ?? null,
          text: new TextDecoder("latin1").decode(bytes).includes("GPS"), preview: preview.width,
        };
        """,
        visit=visit,
    )
    assert made["waiting"] == ["taken"]
    assert made["left"] == 0
    assert made["size"] == [1600, 1200]
    assert max(made["middle"][:3]) < 12, "the block is not opaque"
    assert made["text"] is False
    phone.settle()
    phone.settle()
    assert phone.unsent() == 0
    assert held_on(phone) == []
    item = on_server(server, visit)["photos"][made["photoId"]]
    assert "key" not in item and "thumb_key" not in item
    assert server.house().inside.blobs.exists(item["blob"])
    assert server.house().inside.blobs.exists(item["thumb"])
    assert item["blurred"] == 1


def test_a_photo_taken_before_the_page_was_killed_is_not_lost(own_server: Server, make_phone: MakePhone) -> None:
    phone = make_phone("ines", own_server)
    phone.open()
    phone.enrol(own_server.new_code("s.deboer"))
    visit = open_visit(phone, 1)
    taken = phone.do(
        MADE_BY_CAMERA
        + 'const photos = await app("sync/photos"); return (await photos.takeFile(file, { visitId: visit, findingId: "f1" })).photoId;',
        visit=visit,
    )
    phone.do('const photos = await app("sync/photos"); await photos.capture(visit, "f2");', visit=visit)
    phone.kill()
    phone.open()
    phone.unlock()
    waiting = phone.do('return (await app("sync/photos")).pendingCaptures();')
    assert {(one["state"], one["findingId"]) for one in waiting} == {("taken", "f1"), ("pending", "f2")}
    width = phone.do('return (await (await app("sync/photos")).reopenCapture(taken)).preview.width;', taken=taken)
    assert width == 1600


def test_a_blocked_phone_forgets_at_once_and_still_delivers(own_server: Server, make_phone: MakePhone) -> None:
    phone = make_phone("ines", own_server)
    phone.open()
    phone.enrol(own_server.new_code("s.deboer"))
    own_server.stop()
    open_visit(phone, 3)
    own_server.start()
    house = own_server.house()
    device = phone.do("return (await (await app('store/phones')).activePhone()).phone;")
    house.inside.accounts.block_device(house.system, device)
    phone.settle()
    phone.settle()
    assert phone.do("return (await app('sync/phone')).phone.value.state;") in ("revoked", "emptied")
    assert phone.do("return (await app('sync/watch')).documents.byKind('premises').length;") == 0
    assert phone.unsent() == 0
    assert phone.do("return (await (await app('store/phones')).activePhone()).wraps.length;") == 0
    assert phone.unlock() == "destroyed"


def test_the_lock_screen_comes_without_a_server_and_loads_no_crypto_library(
    own_server: Server, make_phone: MakePhone
) -> None:
    phone = make_phone("ines", own_server)
    phone.open()
    phone.enrol(own_server.new_code("s.deboer"))
    phone.kill()
    own_server.stop()
    phone.open()
    assert phone.do("return (await app('sync/phone')).phone.value.state;") == "locked"
    loaded = phone.do("return performance.getEntriesByType('resource').map(({name}) => new URL(name).pathname);")
    assert not [path for path in loaded if "hpke" in path or "lib/words" in path or "sync/enrol" in path]
