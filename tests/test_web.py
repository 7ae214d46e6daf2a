"""Web pages → text: the whole body and nothing of the site, whatever markup a portal uses."""

from collections.abc import Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from reportmine import IngestError, extract_file, read
from reportmine.model import Document

TITLE = "青禾县水利局2023年工作总结"
PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_青禾县政府网</title>{meta}</head><body>
<div class="top">今天是2024年6月18日 <a href="/">登录</a></div>
<ul class="menu"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul>
<div class="crumbs">您的位置：<a href="/">首页</a> &gt; 正文</div>
<div class="article"><h1>{title}</h1>
<div class="info">发布时间：2024-01-09 09:30 来源：青禾县水利局 浏览次数：1286 字号：<a>大</a> <a>小</a> 【打印】</div>
<div class="text">{body}</div>
<div class="share">分享到：<a>微信</a></div><p>上一篇：<a href="1.html">全县投资增长8.2%</a></p>
<h3>相关链接</h3><ul class="related"><li><a href="2.html">新增企业62家。</a></li></ul></div>
<div class="foot">主办：青禾县政府 电话：0739-6622110<br>版权所有，未经许可不得转载 ICP备05000123号</div></body></html>"""
HEAD = [TITLE, "发布时间：2024-01-09 09:30 来源：青禾县水利局"]
PROSE = [
    "2023年，全县水利工作稳步推进，完成投资12.5亿元，增长8%。",
    "一、主要工作",
    "新建水库3座；加固堤防12公里。",
    "巡河1.2万次",
]


def document(tmp_path: Path, markup: str, codec: str = "utf-8", name: str = "page.html") -> Document:
    path = tmp_path / name
    path.write_bytes(markup.encode(codec))
    return read(path)


def page(body: str, **parts: str) -> str:
    return PAGE.format(**{"charset": "utf-8", "title": TITLE, "meta": "", "body": body} | parts)


def each(tag: str, lines: Sequence[str] = PROSE) -> str:
    return "".join(f"<{tag}>{line}</{tag}>\n" for line in lines)


BODIES = {
    "paragraphs with styles": "".join(
        f'<p style="text-indent:2em"><span style="font-size:12pt">　　{line}</span></p>' for line in PROSE
    ),
    "divisions": each("div"),
    "line breaks and spaces": "<br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in PROSE),
    "one box inside another for each line": "".join(
        f"<section><div><p>{line}</p></div></section>" for line in PROSE
    ),
    "two boxes": f"<div>{each('p', PROSE[:2])}</div><div>{each('p', PROSE[2:])}</div>",
    "lists": f"{each('p', PROSE[:2])}<ul>{each('li', PROSE[2:])}</ul>",
    "lines that are links": f"{each('p', PROSE[:2])}<p><a href='x'>{PROSE[2]}</a></p>{each('p', PROSE[3:])}",
    "headings": f"<p>{PROSE[0]}</p><h3>{PROSE[1]}</h3>{each('p', PROSE[2:])}",
    "preformatted": "<pre>" + "\n".join(PROSE) + "</pre>",
    "figures in elements of their own": "".join(
        f"<p>{line}</p>".replace("12", "<span lang=EN-US>1</span><b>2</b>") for line in PROSE
    ),
    "tables that lay out": f"<table><tr><td>{'<br>'.join(PROSE)}</td></tr></table>",
    "words that name boxes of other sites": f'<div class="comment share-text">{each("p")}</div>',
    "comments, styles and scripts": f"<style>p{{}}</style><!-- 3家 --><script>var a = 12;</script>{each('p')}",
    "paragraphs that nobody closed": "".join(f"<p><font size=3>{line}" for line in PROSE),
    "a mark that nobody closed": f'<a name="top">{each("p")}',
    "preformatted with markup": "<pre>"
    + "\n".join(f"<b>{line[:2]}</b>{line[2:]}" for line in PROSE)
    + "</pre>",
    "a form around all": f"<form>{each('p')}</form>",
    "a hidden twin": f'<div style="display: none">{each("p")}</div>{each("p")}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_body_is_whole_and_alone(tmp_path: Path, body: str) -> None:
    assert document(tmp_path, page(body)).text.splitlines() == HEAD + PROSE


@pytest.mark.parametrize(
    ("head", "top", "title"),
    [
        (f"<title>{TITLE}_青禾县政府网</title>", f"<h1>青禾县人民政府</h1><h2>{TITLE}</h2>", [TITLE]),
        (f"<title>青禾县人民政府门户网站 - {TITLE}</title>", "", [TITLE]),
        ("<title>青禾县人民政府</title>", "", ["青禾县人民政府"]),
        ("", f"<h1>{TITLE}</h1>", [TITLE]),
        (
            f"<title>{TITLE}</title>",
            "<div>青禾县水利局<br>2023年工作总结</div>",
            ["青禾县水利局", "2023年工作总结"],
        ),
        ('<meta name="ArticleTitle" content="水利工作总结"><title>首页</title>', "", ["水利工作总结"]),
        ("", "", []),
    ],
)
def test_titles(tmp_path: Path, head: str, top: str, title: list[str]) -> None:
    markup = f"<html><head>{head}</head><body>{top}<div>{each('p')}</div></body></html>"
    assert document(tmp_path, markup).text.splitlines() == title + PROSE


def test_short_texts_and_mere_tables_are_bodies(tmp_path: Path) -> None:
    for body, lines in (
        ("<p>新建水库3座。</p>", ["新建水库3座。"]),
        (
            "<table><tr><td>水库</td><td>3</td></tr><tr><td>堤防</td><td>12</td></tr></table>",
            ["水库\t3", "堤防\t12"],
        ),
    ):
        assert document(tmp_path, page(body)).text.splitlines() == HEAD + lines


def test_what_only_a_script_would_show_is_read(tmp_path: Path) -> None:
    hidden = "<html><body><div style='display:none'><p>新建水库3座，投资2亿元。</p></div></body></html>"
    assert document(tmp_path, hidden).text == "新建水库3座，投资2亿元。\n"


@pytest.mark.parametrize(
    ("charset", "codec", "told"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("gb2312", "gb18030", "gb18030"),
        ("GBK", "gbk", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),  # saved anew by a browser that left the label
        ("utf-8", "gb18030", "gb18030"),
        ("none-such", "gb18030", "gb18030"),
        ("big5", "big5", "big5hkscs"),
        ("utf-8", "utf-16", "utf-16"),
        ("gbk", "utf-8-sig", "utf-8-sig"),
    ],
)
def test_encodings(tmp_path: Path, charset: str, codec: str, told: str) -> None:
    line = "全縣完成投資12億元。" if codec == "big5" else PROSE[0]
    markup = f'<html><head><meta charset="{charset}"></head><body><p>{line}</p></body></html>'
    found = document(tmp_path, markup, codec)
    assert (found.text, found.encoding) == (f"{line}\n", told)


def test_cells_are_parted_and_say_where_they_stand(tmp_path: Path) -> None:
    rows = (
        "<tr><th rowspan=2>指标</th><th colspan=2>2023年</th></tr><tr><th>数量</th><th>增长</th></tr>"
        "<tr><td>水库</td><td>31&nbsp;座<br>(含2座)</td><td></td></tr>"
    )
    found = document(
        tmp_path, page(f"{each('p')}<p>（单位：座）</p><table>{rows}</table><p>以上共33座。</p>")
    )
    assert found.text.splitlines()[-5:] == [
        "（单位：座）",
        "指标\t2023年",
        "\t数量\t增长",
        "水库\t31 座 (含2座)",
        "以上共33座。",
    ]
    where = {word: found.locator(found.text.index(word)) for word in ("12.5", "31", "增长\n", "33座")}
    assert where == {
        "12.5": "paragraph 1",
        "31": "table 1 row 3 cell 2",
        "增长\n": "table 1 row 2 cell 3",
        "33座": "paragraph 6",
    }


def test_numbers_of_lists_are_written_out(tmp_path: Path) -> None:
    body = f"{each('p')}<ol start=3><li>建水库。</li><li>修堤防。</li></ol>"
    assert document(tmp_path, page(body)).text.splitlines()[-2:] == ["3. 建水库。", "4. 修堤防。"]


def test_date_and_source_come_from_the_head_where_the_text_has_none(tmp_path: Path) -> None:
    meta = '<meta name="PubDate" content="2024-02-03 10:11"><meta name="ContentSource" content="青禾县水利局办公室">'
    bare = f"<html><head>{meta}<title>工作总结</title></head><body>{each('p')}</body></html>"
    told = bare.replace("</body>", "<p>二〇二四年一月八日</p></body>")
    for number, (markup, published) in enumerate(((bare, "2024-02-03"), (told, "2024-01-08"))):
        path = tmp_path / f"{number}.html"
        path.write_text(markup, encoding="utf-8")
        info = extract_file(path).info
        assert (info.published, info.issuer) == (published, "青禾县水利局")


def test_the_table_of_disclosure_is_told_and_left_out(tmp_path: Path) -> None:
    rows = "<tr><td>索引号</td><td>4301/2024-003</td></tr><tr><td>发布机构</td><td>青禾县水利局</td></tr>"
    markup = f"<html><body><table>{rows}<tr><td>发文日期</td><td>2024年2月3日</td></tr></table>{each('p')}</body></html>"
    found = document(tmp_path, markup)
    assert found.text.splitlines() == PROSE
    assert found.hints == ("2024-02-03", "青禾县水利局")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_saved_pages(tmp_path: Path, codec: str) -> None:
    message = MIMEMultipart("related")
    message["Subject"] = "saved"
    message.attach(MIMEText("p {}", "css"))
    message.attach(MIMEText(page(each("p")).replace('<meta charset="utf-8">', ""), "html", codec))
    for name in ("page.mhtml", "page.mht", "page.txt"):
        (tmp_path / name).write_bytes(message.as_bytes())
        assert read(tmp_path / name).text.splitlines() == HEAD + PROSE
    (tmp_path / "none.mht").write_bytes(
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n"
    )
    with pytest.raises(IngestError, match=r"no page in this archive @ .*: save the page as \.html"):
        read(tmp_path / "none.mht")


def test_a_page_without_words_says_so(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"a page without text @ .*: save it"):
        document(tmp_path, "<html><body><img src='scan.png'></body></html>")


def test_pages_in_traditional_characters(tmp_path: Path) -> None:
    title, lines = (
        "雲棲縣政府水利處2024年工作總結",
        ["全年完成投資12.5億元，增長8%。", "新建水庫3座；加固堤防12公里。"],
    )
    about = "發布日期：2025-01-09 來源：雲棲縣政府水利處"
    markup = (
        f"<title>{title}_雲棲縣政府網站</title><div><p>您的位置：首頁</p><h1>{title}</h1><p>{about} 瀏覽次數：35</p>"
        f"<div>{each('p', lines)}</div><p>相關連結：</p><p>版權所有：雲棲縣政府</p></div>"
    )
    assert document(tmp_path, markup, "big5hkscs").text.split("\n") == [title, about, *lines, ""]
