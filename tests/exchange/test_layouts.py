"""App 1 as offices and agencies really lay it out: the answers are found all the same."""

from __future__ import annotations

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from mktdesk.forms.values import DateAnswer, NotKnown, YesNo

FAMILY = ("Name", "Relationship to Child", "Date of Birth", "Legal Status", "Ethnic Origin")
QUESTIONS = [
    ("Name of Child", "Mara Voss"),
    ("Date of Birth", "3/4/2019"),
    ("Home address", "1 Example Road"),
    ("Ethnic Origin", "not known"),
    ("Faith/Religion", "None"),
    ("Disability", "Asthma"),
    ("Address of location of incident", "At home"),
    ("Carer at time of incident", "Mother"),
]
AGREED = "After reviewing the information from all agencies it has been agreed that this case:"
CORONER = (
    "Is this case known to be the subject of a Coroner’s Inquiry? (If so who is the key contact?)"
)
BIRTH = DateAnswer("3/4/2019", "2019-04-03", "2019-04-03", "day")


@pytest.fixture
def rest(paper):
    """Enough of the rest of the form for it to be known as App 1."""

    contact = ("NAME", "AGENCY & DESIGNATION/TITLE", "CONTACT DETAILS")

    def put() -> None:
        paper.say("REFERRER").table([contact, [""] * 3])
        paper.say("Designated safeguarding lead/officer with whom the case was discussed")
        paper.table([contact, [""] * 3]).say("Date of referral:", "Signed:", "1.2 FAMILY DETAILS")
        paper.table([FAMILY, [""] * 5]).say("1.3 OTHER AGENCIES KNOWN TO BE INVOLVED")
        paper.table([("Agency", "Contact Details", "Reason for involvement"), [""] * 3])
        paper.say(
            "1.4 BRIEF SYNOPSIS OF CASE",
            "Please provide a brief outline of the child and family circumstances:",
            "Please provide details of the incident which triggered this referral:",
            "Please outline why you are making this referral for SCR sub-group consideration:",
        )
        paper.table([("Date and Time", "Event"), ("", "")])

    return put


def children(found) -> list[dict[str, object]]:
    return [dict(row.values) for row in found.answers.table("subject")]


def texts(found) -> list[str]:
    return [one.text for one in found.unread]


def test_labels_renamed_numbered_and_in_another_order(paper, read, rest) -> None:
    paper.say("1.1 CHILD’S DETAILS")
    paper.table([("2. D.O.B.", "3/4/2019"), ("1. CHILD’S NAME:", "Mara Voss"),
                 ("3. Ethnicity", "n/k"), ("4. Home\u00a0addr\u00adess", "1 Example Road"),
                 ("5. Religion", "None")])  # fmt: skip
    rest()
    assert children(read(paper)) == [
        {"name": "Mara Voss", "date_of_birth": BIRTH, "ethnic_origin": NotKnown(),
         "home_address": "1 Example Road", "faith_religion": "None"}
    ]  # fmt: skip


def test_the_label_above_the_answer_in_the_same_column(paper, read, rest) -> None:
    paper.say("1.1 CHILD’S DETAILS")
    paper.table([(text,) for pair in QUESTIONS[:3] for text in pair])
    rest()
    assert children(read(paper)) == [
        {"name": "Mara Voss", "date_of_birth": BIRTH, "home_address": "1 Example Road"}
    ]


def test_the_label_and_the_answer_in_one_cell(paper, read, rest) -> None:
    paper.say("1.1 CHILD’S DETAILS")
    paper.table([("Name of Child: Mara Voss", "Date of Birth: 3/4/2019"),
                 ("Home address:\n1 Example Road", "Disability:\nAsthma")])  # fmt: skip
    rest()
    assert children(read(paper)) == [
        {"name": "Mara Voss", "date_of_birth": BIRTH, "home_address": "1 Example Road",
         "disability": "Asthma"}
    ]  # fmt: skip


def test_labels_across_and_answers_below(paper, read, rest) -> None:
    paper.say("1.1 CHILD’S DETAILS")
    head = ("Name of Child", "Date of Birth", "Home address")
    mara, ivo = ("Mara Voss", "3/4/2019", "1 Example Road"), ("Ivo Voss", "not known", "")
    paper.table([head, mara, ivo])
    rest()
    assert children(read(paper)) == [
        {"name": "Mara Voss", "date_of_birth": BIRTH, "home_address": "1 Example Road"},
        {"name": "Ivo Voss", "date_of_birth": NotKnown()},
    ]


def test_two_labels_and_answers_in_one_row(paper, read, rest) -> None:
    paper.say("1.1 CHILD’S DETAILS")
    paper.table([("Name of Child", "Mara Voss", "Date of Birth", "3/4/2019"),
                 ("Disability", "Asthma", "Home address", "1 Example Road")])  # fmt: skip
    rest()
    assert children(read(paper)) == [
        {"name": "Mara Voss", "date_of_birth": BIRTH, "disability": "Asthma",
         "home_address": "1 Example Road"}
    ]  # fmt: skip


def test_a_column_for_each_child(paper, read, rest) -> None:
    paper.say("1.1 CHILDREN’S DETAILS")
    paper.table([("", "First child", "Second child"), ("Name of Child", "Mara Voss", "Ivo Voss"),
                 ("Date of Birth", "3/4/2019", ""), ("Disability", "", "Asthma")])  # fmt: skip
    rest()
    assert children(read(paper)) == [
        {"name": "Mara Voss", "date_of_birth": BIRTH},
        {"name": "Ivo Voss", "disability": "Asthma"},
    ]


@pytest.mark.parametrize("heading", ["Second child", "CHILD 2", "2nd child", ""])
def test_a_table_for_each_child(paper, read, rest, heading) -> None:
    paper.say("1.1 CHILD’S DETAILS").table(QUESTIONS)
    paper.say(heading).table([("Name of Child", "Ivo Voss"), ("Home address", "As above")])
    rest()
    found = children(read(paper))
    assert [child["name"] for child in found] == ["Mara Voss", "Ivo Voss"]
    assert found[1]["home_address"] == "As above"


def test_both_children_down_one_table(paper, read, rest) -> None:
    paper.say("1.1 CHILD’S DETAILS")
    paper.table([*QUESTIONS, ("Name of Child", "Ivo Voss"), ("Disability", "None")])
    rest()
    found = children(read(paper))
    assert [child["disability"] for child in found] == ["Asthma", "None"]


def test_answers_as_running_text(paper, read, rest) -> None:
    paper.say("1.1 CHILD’S DETAILS", "Name of Child: Mara Voss\tDate of Birth: 3/4/2019",
              "Home address:", "1 Example Road", "Ouseford", "Disability - Asthma")  # fmt: skip
    rest()
    assert children(read(paper)) == [
        {"name": "Mara Voss", "date_of_birth": BIRTH, "home_address": "1 Example Road\nOuseford",
         "disability": "Asthma"}
    ]  # fmt: skip


def test_family_columns_in_another_order_with_a_repeated_header_and_one_more(
    paper, read, rest
) -> None:
    rest()
    head = ("No", "DOB", "Name", "Relationship", "Address")
    paper.say("1.2 FAMILY DETAILS")
    paper.table([head, ("1", "1989", "A Voss", "Mother", ""), head, [""] * 5,
                 ("2", "n/k", "B Voss", "Father", "2 Example Road")])  # fmt: skip
    found = read(paper)
    family = [dict(row.values) for row in found.answers.table("family_member")]
    assert [row["name"] for row in family] == ["A Voss", "B Voss"]
    assert family[0]["date_of_birth"] == DateAnswer("1989", "1989-01-01", "1989-12-31", "year")
    assert family[1]["date_of_birth"] == NotKnown()
    assert texts(found) == ["Address: 2 Example Road"]


def test_a_title_row_over_the_header_and_a_heading_across_the_rows(paper, read, rest) -> None:
    rest()
    paper.table([("1.2 FAMILY DETAILS", "", "", "", ""), FAMILY,
                 ("A Voss", "Mother", "", "", ""), ("Father’s side", "", "", "", ""),
                 ("C Voss", "Uncle", "", "", "")])  # fmt: skip
    table = paper.document.tables[-1]
    for row in (0, 3):
        table.cell(row, 0).merge(table.cell(row, 4))
    found = read(paper)
    assert [row.get("name") for row in found.answers.table("family_member")] == ["A Voss", "C Voss"]
    assert texts(found) == ["Father’s side"]


def test_a_date_merged_over_several_events(paper, read, rest) -> None:
    rest()
    paper.table([("Date", "What happened"), ("7 February 2026 1842 hrs", "Called 999"),
                 ("", "Ambulance came"), ("Same day, 19:31", "Hospital")])  # fmt: skip
    table = paper.document.tables[-1]
    table.cell(1, 0).merge(table.cell(2, 0))
    events = read(paper).answers.table("key_event")
    when = [row.get("when") for row in events]
    assert [getattr(one, "earliest", None) for one in when] == ["2026-02-07"] * 3
    assert [row.get("event") for row in events] == ["Called 999", "Ambulance came", "Hospital"]


def test_a_table_inside_a_cell(paper, read, rest) -> None:
    rest()
    outer = paper.document.add_table(rows=1, cols=1)
    cell = outer.cell(0, 0)
    cell.text = "1.3 OTHER AGENCIES KNOWN TO BE INVOLVED"
    inner = cell.add_table(rows=2, cols=2)
    for at, text in enumerate(("Agency", "Contact Details", "Police", "01632 960101")):
        inner.cell(at // 2, at % 2).text = text
    agencies = read(paper).answers.table("agency")
    assert [dict(row.values) for row in agencies] == [
        {"agency": "Police", "contact": "01632 960101"}
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["☐ a) Meets the threshold for a Serious Case Review",
         "☒ b) Does not meet the threshold for a Serious Case Review",
         "☑ e) Warrants a Single-Agency Review"],
        ["[ ] a) Meets the threshold for a Serious Case Review",
         "[x] b) Does not meet the threshold for a Serious Case Review",
         "[X] e) Warrants a Single Agency Review"],
        ["a) Meets the threshold for a Serious Case Review",
         "b) Does not meet the threshold for a Serious Case Review ✓",
         "x e) Warrants a Single-Agency Review"],
        ["b) Does not meet the threshold for a Serious Case Review",
         "e) Warrants a Single-Agency Review"],
    ],
    ids=["boxes", "brackets", "marks", "what was left"],
)  # fmt: skip
def test_options_ticked_in_any_way(paper, read, rest, lines) -> None:
    rest()
    paper.say("SECTION 2 - TO BE COMPLETED BY THE SERIOUS CASE REVIEW SUB-GROUP", AGREED, *lines)
    assert read(paper).answers.get("options") == ("b", "e")


def test_options_ticked_in_a_table(paper, read, rest) -> None:
    rest()
    paper.say("SECTION 2 - TO BE COMPLETED BY THE SERIOUS CASE REVIEW SUB-GROUP")
    paper.table([("a)", "Meets the threshold for a Serious Case Review", ""),
                 ("b)", "Does not meet the threshold for a Serious Case Review", "x"),
                 ("i)", "Needs no further action", "☐")])  # fmt: skip
    assert read(paper).answers.get("options") == ("b",)


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("☒ Yes ☐ No ☐ Not known", YesNo("yes")),
        ("Yes ☐ No ☒", YesNo("no")),
        ("☐ Yes   ☐ No   ☒ Not known", YesNo("not_known")),
        ("No concerns known", YesNo("no", "No concerns known")),
        ("YES: DI Example", YesNo("yes", "DI Example")),
        ("Y", YesNo("yes")),
        ("N/K", YesNo("not_known")),
        ("Yes / No", None),
        ("N/A", None),
    ],
)
def test_yes_and_no_in_any_way(paper, read, rest, answer, value) -> None:
    paper.table([*QUESTIONS, (CORONER, answer)])
    rest()
    found = read(paper)
    (child,) = children(found)
    assert child.get("coroner") == value
    assert texts(found) == (["Coroner's inquiry?: N/A"] if answer == "N/A" else [])


def test_tick_boxes_of_word_itself(paper, read, rest) -> None:
    rest()
    paper.say("SECTION 2 - TO BE COMPLETED BY THE SERIOUS CASE REVIEW SUB-GROUP")
    for on, words in ((1, " b) Does not meet the threshold for a Serious Case Review"),
                      (0, " i) Needs no further action")):  # fmt: skip
        box = paper.document.add_paragraph()
        box._p.append(
            parse_xml(
                f'<w:sdt {nsdecls("w")} xmlns:w14="urn:w14"><w:sdtPr><w14:checkbox>'
                f'<w14:checked w14:val="{on}"/></w14:checkbox></w:sdtPr>'
                "<w:sdtContent><w:r><w:t>?</w:t></w:r></w:sdtContent></w:sdt>"
            )
        )
        box.add_run(words)
    assert read(paper).answers.get("options") == ("b",)


def test_content_controls_of_another_office_around_text_and_cells(paper, read, rest) -> None:
    paper.say("1.1 CHILD’S DETAILS").table(QUESTIONS[:3])
    rest()
    table = paper.document.tables[0]
    placeholder = table.cell(2, 1).paragraphs[0]
    cell = table.cell(0, 1)._tc
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    cell.addprevious(control)
    control[0].append(cell)
    placeholder._p.append(
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r>"
            "<w:t>Click here to enter text.</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )
    found = read(paper)
    assert children(found) == [
        {"name": "Mara Voss", "date_of_birth": BIRTH, "home_address": "1 Example Road"}
    ]


def test_what_is_struck_out_of_a_choice_is_not_chosen(paper, read, rest) -> None:
    rest()
    paper.say("SECTION 3 - TO BE COMPLETED BY THE CHAIR")
    line = paper.document.add_paragraph("I ")
    line.add_run("agree / ").font.strike = True
    line.add_run("disagree with the decision and recommendations made by the MKSCB SCR sub-group "
                 "because:")  # fmt: skip
    paper.say("The threshold is met.")
    found = read(paper)
    assert found.answers.get("chair_view") == "disagree"
    assert found.answers.get("chair_because") == "The threshold is met."
    assert texts(found) == ["agree /"]


def test_a_choice_that_opens_the_reasons(paper, read, rest) -> None:
    rest()
    paper.say("SECTION 3 - TO BE COMPLETED BY THE CHAIR")
    paper.table([("I agree / disagree because:", "Disagree. The threshold is met.")])
    found = read(paper)
    assert found.answers.get("chair_view") == "disagree"
    assert found.answers.get("chair_because") == "Disagree. The threshold is met."


def test_another_boards_name_and_its_reference(paper, read, rest) -> None:
    paper.document.sections[0].header.paragraphs[0].text = "(NSCP use) Ref No: SCR-2026-014"
    paper.say("Referral Form of Serious Incidents for Consideration by the Northshire Safeguarding "
              "Children Partnership Serious Case Review Sub-Group").table(QUESTIONS)  # fmt: skip
    rest()
    found = read(paper)
    assert found.office_seen == "Northshire Safeguarding Children Partnership"
    assert found.reference_seen == "SCR-2026-014"
    assert found.unread == ()


def test_a_label_of_their_own_is_doubted(paper, read, rest) -> None:
    paper.table([*QUESTIONS[1:], ("Name of Child or young person at risk", "Mara Voss")])
    rest()
    (name,) = [one for one in read(paper).read if one.field_id == "name"]
    assert name.value == "Mara Voss"
    assert "Name of Child or young person at risk" in name.doubt


def test_nothing_is_dropped_that_stands_outside_the_questions(paper, read, rest) -> None:
    paper.say("Dear colleague, Mara is known to us as Birdie.").table(QUESTIONS)
    paper.table([("GP", "Dr Example"), ("Shoe size", "4")])
    rest()
    paper.document.sections[0].footer.paragraphs[0].text = "Printed by J Example"
    hidden = paper.document.add_paragraph().add_run("A secret remark")
    hidden.font.hidden = True
    paper.document.add_comment(hidden, text="Is this right?", author="R Example")
    body = paper.document.element.body
    for name, kind in (("ins", "t"), ("del", "delText")):
        change = parse_xml(f'<w:p {nsdecls("w")}><w:{name} w:id="1"><w:r><w:{kind}>words {name}'
                           f"</w:{kind}></w:r></w:{name}></w:p>")  # fmt: skip
        body.insert(len(body) - 1, change)
    box = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In a box"
                    "</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>")  # fmt: skip
    body.insert(len(body) - 1, box)
    assert set(texts(read(paper))) == {
        "Dear colleague, Mara is known to us as Birdie.", "GP", "Dr Example", "Shoe size", "4",
        "Printed by J Example", "A secret remark", "Is this right?", "words ins", "words del",
        "In a box",
    }  # fmt: skip


def test_a_picture_and_a_footnote_mark_are_told(paper, read, rest) -> None:
    paper.say("REFERRER¹")
    paper.table([("NAME", "AGENCY & DESIGNATION/TITLE"), ("R Example", "Example Trust")])
    paper.table(QUESTIONS)
    rest()
    run = paper.document.add_paragraph().add_run()
    drawing = OxmlElement("w:drawing")
    described = parse_xml('<wp:docPr xmlns:wp="urn:x" descr="A genogram"/>')
    drawing.append(described)
    run._r.append(drawing)
    found = read(paper)
    assert found.answers.get("referrer_name") == "R Example"
    assert texts(found) == ["a picture: A genogram"]
    assert qn("w:drawing") == drawing.tag
