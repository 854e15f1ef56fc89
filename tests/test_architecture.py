"""Who may import whom. The table is the plan of the house: a row names all that a module may know of printkit."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import printkit

ROOT = Path(printkit.__file__).parent
LONGEST = 400  # lines; a module that needs more is two, or has its reason here
LONG = {
    "model.vocabulary": "one closed set after another; a reader looks one up",
    "diary.database": "one class: each change must see the same transaction, and the steps read in one go",
    "outcomes.progress": "records of a report and the counts that fill them: 25 short functions, one thing each",
    "figures.things": "one function a thing: chair, bed, band; a reader looks one up",
    "document": "one record a node of the tree; a reader looks one up",
    "kit": "the public face: one method a print",
    "content.names": "one class: a method for each name that a template may use; a reader looks one up",
    "catalog.store": "one class: a property for each file of the catalogue; a reader looks one up",
}

# The plan of the house, from the ground up: what a package may import of the others. `errors`, `resources` and `budget`
# import nothing of them and are open to all; `cli` may import whatever is public.
PACKAGES: dict[str, str] = {
    "model": "",
    "reading": "model",
    "figures": "model",
    "outcomes": "model",
    "document": "figures",
    "catalog": "model reading figures outcomes",
    "sheets": "model outcomes document",
    "intake": "model reading catalog",
    "scan": "reading sheets",
    "planning": "model catalog",
    "layout": "figures document sheets",
    "pdf": "figures document sheets layout",
    "content": "model figures document catalog sheets planning",
    "diary": "model reading outcomes catalog sheets intake scan",
    "pipeline": "model document catalog sheets planning layout pdf content",
    "reports": "model reading figures outcomes document catalog layout content diary pipeline",
    "printing": (
        "model reading figures outcomes document catalog sheets intake planning layout pdf content diary pipeline reports"
    ),
    "checking": "model reading figures outcomes document catalog intake planning content diary pipeline reports",
    "kit": "model reading outcomes document catalog sheets intake scan planning content diary pipeline reports printing checking",
    "page": "model reading outcomes catalog sheets intake scan content diary reports printing kit",
}
# What other packages may import of one; a module that is not in its row is private to its folder.
PUBLIC: dict[str, str] = {
    "model": "constraints facts holding lifting options person planning records search_words signed skin vocabulary",
    "reading": "cells columns days nodes po_files records spreadsheets tables tell yaml_edits yaml_nodes",
    "figures": "answered daytime faces geometry limited motion moving_svg pair people photo picture ready scene signs skin_places skin_views solved spec stroke_signs writers",
    "outcomes": "change choosing goals history measures progress screening worst_pain",
    "catalog": "citations compiled conditions demands doses file_texts finding holds labels languages listing locale_forms measure_facts people plain_language remembered reviews shipped sides skin store translating",
    "sheets": "boxes codes datamatrix geometry issued returns scans",
    "intake": "blank_files common filled_form folder_file mapping_file option_file references roster unnamed",
    "planning": "dose_load exceptions plan safety signing speaking summary telling trained",
    "layout": "faces fit fonts foot fragment lines pagination profiles shaping twins",
    "pdf": "facing imposition pages seal",
    "content": "bitmaps explanation illustration kinds logos names promise ready_pictures short_form templates todo voice",
    "diary": "database entries entry_text entry_words filled_sheets import_files next_sheets paper paper_desk paper_stack paper_words prescriptions what_matters",
    "reports": "report trace",
    "printing": "batch batch_request cluster cups encryption files gallery jobs manifest preview processes reminders run sets twins",
    "checking": "files passed photos report translations",
    "page": "server",
    "cli": "group",
    "scan": "answers forms rates records review stack",
}
# From the bottom to the top: each row names all that a module imports, and rows above it only.
MAY_IMPORT: dict[str, str] = {
    "errors": "",
    "resources": "",
    "budget": "errors resources",
    "model.constraints": "",
    "model.vocabulary": "",
    "model.signed": "model.vocabulary",
    "model.person": "model.constraints model.signed model.vocabulary",
    "model.facts": "model.constraints model.person model.vocabulary",
    "model.holding": "model.constraints model.vocabulary",
    "model.records": "model.constraints model.vocabulary",
    "model.options": "model.constraints model.facts model.person model.records model.signed model.vocabulary",
    "model.skin": "model.constraints model.vocabulary",
    "reading.cells": "",
    "reading.nodes": "",
    "reading.plain_yaml": "reading.nodes",
    "reading.yaml_nodes": "errors reading.nodes reading.plain_yaml",
    "reading.yaml_edits": "",
    "reading.records": "errors reading.cells reading.nodes reading.yaml_nodes",
    "reading.encodings": "errors reading.cells",
    "reading.sheet_facts": "reading.cells",
    "reading.spreadsheets": "errors reading.cells reading.sheet_facts",
    "reading.tables": "budget errors reading.cells reading.encodings reading.spreadsheets",
    "reading.days": "errors model.vocabulary",
    "reading.columns": "errors model.vocabulary reading.cells reading.days reading.records reading.tables",
    "reading.tell": "errors",
    "figures.geometry": "",
    "figures.scene": "figures.geometry",
    "figures.spec": "model.constraints model.vocabulary",
    "figures.tabletop": "figures.geometry figures.scene figures.spec",
    "figures.writers": "figures.geometry figures.scene",
    "figures.aids": "figures.geometry figures.scene figures.spec",
    "figures.arrows": "figures.geometry figures.scene",
    "figures.daytime": "figures.geometry figures.scene model.vocabulary",
    "figures.faces": "figures.geometry figures.scene",
    "figures.fitting": "figures.geometry",
    "figures.moving_svg": "figures.geometry figures.scene",
    "figures.people": "figures.scene model.vocabulary",
    "figures.photo": "figures.scene model.constraints model.vocabulary",
    "figures.skeleton": "figures.geometry figures.spec",
    "figures.space": "figures.geometry figures.spec",
    "figures.things": (
        "figures.aids figures.geometry figures.scene figures.skeleton figures.spec figures.tabletop model.vocabulary"
    ),
    "figures.torso": "figures.geometry figures.people figures.scene figures.skeleton",
    "figures.turned": "figures.geometry figures.skeleton figures.space figures.spec",
    "figures.turned_hand": "figures.geometry figures.space figures.spec figures.turned",
    "figures.worn": "figures.geometry figures.scene figures.skeleton figures.space figures.turned model.vocabulary",
    "figures.camera": "figures.arrows figures.fitting figures.geometry figures.scene",
    "figures.head": "figures.geometry figures.people figures.scene figures.skeleton model.vocabulary",
    "figures.body": (
        "figures.geometry figures.head figures.people figures.scene figures.skeleton figures.spec figures.torso "
        "figures.worn model.vocabulary"
    ),
    "figures.helper": "figures.body figures.geometry figures.people figures.scene figures.skeleton figures.spec",
    "figures.closeup": "figures.geometry figures.people figures.scene figures.skeleton figures.spec figures.things",
    "figures.palm": "figures.geometry figures.scene figures.skeleton figures.spec",
    "figures.shadows": "figures.geometry figures.scene figures.skeleton figures.spec",
    "figures.skin_places": "figures.geometry figures.scene model.vocabulary",
    "figures.skin_views": (
        "figures.camera figures.closeup figures.geometry figures.people figures.scene figures.skin_places figures.spec "
        "model.vocabulary"
    ),
    "figures.solids": (
        "figures.geometry figures.scene figures.space figures.spec figures.things figures.turned "
        "figures.turned_hand model.vocabulary"
    ),
    "figures.turned_head": (
        "figures.geometry figures.head figures.people figures.scene figures.space figures.turned model.vocabulary"
    ),
    "figures.turned_body": (
        "figures.body figures.geometry figures.people figures.scene figures.skeleton figures.space figures.turned "
        "figures.turned_hand figures.turned_head figures.worn model.vocabulary"
    ),
    "figures.in_space": (
        "figures.body figures.geometry figures.people figures.scene figures.solids figures.spec figures.turned "
        "figures.turned_body figures.turned_hand"
    ),
    "figures.solved": (
        "figures.aids figures.body figures.closeup figures.geometry figures.helper figures.in_space figures.palm "
        "figures.people figures.scene figures.shadows figures.skeleton figures.solids figures.space figures.spec "
        "figures.things figures.turned figures.turned_body figures.worn model.vocabulary"
    ),
    "figures.answered": "figures.aids figures.solved figures.spec figures.turned model.vocabulary",
    "figures.limited": "",
    "figures.picture": (
        "errors figures.arrows figures.camera figures.geometry figures.limited figures.palm figures.people "
        "figures.scene figures.solved figures.spec figures.writers model.vocabulary"
    ),
    "figures.pair": (
        "figures.camera figures.geometry figures.limited figures.palm figures.people figures.picture "
        "figures.scene figures.solved figures.spec figures.writers model.vocabulary"
    ),
    "figures.motion": (
        "figures.geometry figures.pair figures.palm figures.people figures.picture figures.scene figures.skeleton "
        "figures.solved figures.spec figures.turned model.vocabulary"
    ),
    "outcomes.history": "model.vocabulary",
    "outcomes.measures": "model.constraints model.vocabulary",
    "outcomes.choosing": "model.vocabulary outcomes.history outcomes.measures",
    "outcomes.change": "errors model.vocabulary outcomes.choosing outcomes.history outcomes.measures",
    "outcomes.progress": "errors outcomes.change outcomes.choosing outcomes.history outcomes.measures",
    "outcomes.screening": "outcomes.change outcomes.history outcomes.measures",
    "document": "figures.scene",
    "model.planning": "model.constraints model.records model.vocabulary",
    "catalog.conditions": (
        "errors model.constraints model.facts model.holding model.planning model.records reading.records"
    ),
    "catalog.demands": "errors model.records model.vocabulary reading.nodes reading.records",
    "catalog.holds": "errors model.constraints model.facts model.holding model.vocabulary reading.records",
    "catalog.overlay": "catalog.demands errors model.records model.vocabulary reading.records",
    "catalog.plain_language": "errors model.records model.vocabulary",
    "catalog.people": "errors figures.people reading.records",
    "catalog.skin": "errors model.skin model.vocabulary reading.records",
    "catalog.sides": "catalog.plain_language errors model.vocabulary",
    "reading.po_files": "errors",
    "catalog.languages": (
        "catalog.plain_language catalog.sides errors model.records model.vocabulary reading.po_files reading.records"
    ),
    "catalog.labels": "catalog.languages catalog.plain_language errors model.vocabulary",
    "catalog.signed_words": "model.records model.skin",
    "catalog.file_texts": "catalog.plain_language errors reading.nodes reading.records",
    "catalog.shipped": "resources",
    "catalog.remembered": "catalog.shipped",
    "model.search_words": "model.constraints model.vocabulary",
    "catalog.store": (
        "catalog.conditions catalog.demands catalog.file_texts catalog.holds catalog.labels catalog.languages "
        "catalog.overlay catalog.people catalog.remembered catalog.sides catalog.signed_words catalog.skin errors "
        "figures.people figures.photo figures.spec model.holding model.planning model.records model.search_words "
        "model.skin outcomes.measures reading.records"
    ),
    "catalog.citations": "catalog.labels catalog.store model.records model.vocabulary",
    "catalog.doses": "errors model.facts model.options model.planning model.records model.signed",
    "catalog.measure_facts": "catalog.store errors model.vocabulary outcomes.choosing outcomes.measures",
    "catalog.finding": "catalog.store model.records",
    "catalog.listing": "catalog.citations catalog.finding catalog.measure_facts catalog.store errors model.records",
    "catalog.reviews": (
        "catalog.citations catalog.signed_words catalog.store errors model.constraints model.records model.skin "
        "model.vocabulary reading.cells reading.tables"
    ),
    "sheets.codes": "",
    "sheets.geometry": "sheets.codes",
    "sheets.issued": "document model.options outcomes.history sheets.geometry",
    "sheets.scans": "budget errors sheets.codes sheets.geometry",
    "sheets.returns": "outcomes.history sheets.codes sheets.scans",
    "intake.blank_files": "catalog.store errors model.person resources",
    "intake.common": "errors model.options model.vocabulary reading.records",
    "intake.filled_form": "budget errors reading.tables",
    "intake.folder_file": "errors reading.records",
    "intake.option_file": "errors intake.common model.options model.vocabulary reading.nodes reading.records",
    "intake.roster": (
        "errors intake.common intake.option_file model.options reading.cells reading.columns reading.days "
        "reading.records reading.tables reading.tell"
    ),
    "intake.mapping_file": (
        "errors intake.roster model.options model.person reading.cells reading.columns reading.days "
        "reading.records reading.tables resources"
    ),
    "model.lifting": "model.records model.vocabulary",
    "intake.references": (
        "catalog.demands catalog.doses catalog.plain_language catalog.store errors model.facts model.lifting "
        "model.options model.records model.vocabulary"
    ),
    "intake.unnamed": "catalog.store errors model.constraints model.options model.person model.vocabulary",
    "planning.asking": "errors model.facts model.options model.records model.vocabulary",
    "planning.plan": "catalog.doses catalog.store errors model.options model.planning model.records model.vocabulary",
    "planning.dose_load": "catalog.citations catalog.doses catalog.labels model.facts model.planning planning.plan",
    "planning.exceptions": (
        "catalog.demands model.facts model.options model.person model.records model.signed model.vocabulary"
    ),
    "planning.leaving_out": "errors model.options model.records model.vocabulary planning.exceptions",
    "planning.trained": "model.facts model.records model.vocabulary",
    "planning.speaking": "catalog.demands model.facts model.records model.vocabulary planning.asking",
    "planning.hearing": "model.records model.vocabulary planning.exceptions planning.speaking",
    "planning.safety": (
        "catalog.demands catalog.labels errors model.facts model.lifting model.options model.records "
        "model.vocabulary planning.asking planning.exceptions planning.hearing planning.leaving_out planning.plan "
        "planning.speaking"
    ),
    "planning.telling": "model.options model.vocabulary planning.safety",
    "planning.signing": (
        "catalog.doses model.options model.records planning.exceptions planning.hearing planning.plan "
        "planning.safety planning.speaking"
    ),
    "planning.summary": (
        "catalog.citations catalog.doses catalog.store errors model.options model.vocabulary planning.dose_load "
        "planning.exceptions planning.plan planning.safety planning.signing"
    ),
    "layout.whole_face": "",
    "layout.read_face": "",
    "layout.ready_faces": "",
    "layout.faces": "layout.read_face layout.ready_faces layout.whole_face",
    "layout.shaping": "layout.faces",
    "layout.bidi": "layout.faces layout.shaping",
    "layout.fonts": "errors layout.faces layout.shaping resources",
    "layout.profiles": "figures.scene",
    "layout.fragment": "figures.scene layout.profiles",
    "layout.lines": "document layout.bidi layout.fonts layout.fragment layout.profiles layout.shaping",
    "layout.panels": "document layout.fonts layout.fragment layout.lines layout.profiles",
    "layout.sheet_head": (
        "document layout.fonts layout.fragment layout.lines layout.panels layout.profiles sheets.geometry"
    ),
    "layout.chart_rows": "document errors figures.scene layout.lines layout.profiles layout.sheet_head sheets.geometry",
    "layout.charts": (
        "document layout.chart_rows layout.fonts layout.fragment layout.lines layout.profiles layout.sheet_head "
        "sheets.geometry"
    ),
    "sheets.boxes": "",
    "layout.forms": "document layout.fonts layout.fragment layout.lines layout.profiles sheets.boxes sheets.geometry",
    "layout.day_rows": (
        "document layout.fonts layout.forms layout.fragment layout.lines layout.profiles sheets.geometry"
    ),
    "layout.pictures": "document figures.scene layout.fonts layout.fragment layout.lines layout.panels layout.profiles",
    "layout.plans": (
        "document layout.fonts layout.fragment layout.lines layout.panels layout.pictures layout.profiles"
    ),
    "layout.day_plans": (
        "document layout.fonts layout.fragment layout.lines layout.panels layout.pictures layout.plans layout.profiles"
    ),
    "layout.headings": (
        "document layout.fonts layout.fragment layout.lines layout.pictures layout.profiles layout.sheet_head "
        "sheets.geometry"
    ),
    "layout.plots": "document layout.fonts layout.fragment layout.profiles",
    "layout.scales": (
        "document layout.fonts layout.fragment layout.lines layout.profiles layout.sheet_head sheets.geometry"
    ),
    "layout.tables": "document layout.fonts layout.fragment layout.lines layout.panels layout.profiles sheets.boxes",
    "layout.views": "document layout.fonts layout.fragment layout.lines layout.panels layout.profiles",
    "layout.weeks": "document layout.fonts layout.fragment layout.lines layout.profiles sheets.geometry",
    "layout.apart": "document layout.fragment layout.headings layout.panels layout.profiles",
    "layout.bullets": "document layout.fragment layout.lines layout.panels layout.profiles",
    "layout.heights": (
        "document layout.apart layout.bullets layout.day_plans layout.fragment layout.headings layout.lines layout.panels "
        "layout.plans layout.profiles"
    ),
    "layout.blocks": (
        "document layout.apart layout.bullets layout.charts layout.day_plans layout.day_rows layout.forms layout.fragment "
        "layout.headings layout.heights layout.lines layout.panels layout.pictures layout.plans layout.plots "
        "layout.profiles layout.scales "
        "layout.tables layout.views layout.weeks"
    ),
    "layout.pagination": (
        "document layout.blocks layout.fragment layout.headings layout.profiles layout.sheet_head sheets.geometry"
    ),
    "layout.mirror": "layout.fonts layout.fragment layout.pagination layout.profiles",
    "layout.fit": "document layout.fonts layout.mirror layout.pagination layout.profiles",
    "layout.foot": (
        "document layout.fonts layout.fragment layout.lines layout.mirror layout.pagination layout.profiles "
        "sheets.geometry"
    ),
    "pdf.seal": "",
    "pdf.packing": "",
    "pdf.content_stream": "pdf.packing",
    "pdf.file": "pdf.packing pdf.seal",
    "pdf.archive": "pdf.file",
    "pdf.encoding": "layout.faces pdf.file",
    "pdf.form_fields": "layout.faces layout.fragment pdf.file",
    "pdf.frame_path": "layout.fragment",
    "sheets.datamatrix": "",
    "pdf.images": "figures.limited figures.scene figures.writers pdf.file pdf.packing sheets.datamatrix",
    "pdf.operators": (
        "figures.limited figures.scene figures.writers layout.faces layout.fragment layout.profiles "
        "layout.shaping pdf.encoding pdf.frame_path pdf.images"
    ),
    "pdf.outline": "pdf.file sheets.geometry",
    "pdf.drawn_pieces": "figures.scene layout.fragment layout.profiles pdf.content_stream pdf.encoding pdf.operators",
    "pdf.page_ink": "figures.scene pdf.content_stream pdf.drawn_pieces pdf.packing",
    "pdf.rows": "pdf.file",
    "pdf.structure": "layout.fragment pdf.file pdf.rows",
    "pdf.writer": (
        "figures.scene layout.fragment layout.profiles pdf.archive pdf.drawn_pieces pdf.encoding pdf.file "
        "pdf.form_fields pdf.images pdf.outline pdf.page_ink pdf.rows pdf.structure sheets.geometry"
    ),
    "pdf.pages": (
        "document layout.fit layout.fonts layout.foot layout.fragment layout.pagination layout.profiles "
        "pdf.drawn_pieces pdf.images pdf.writer sheets.geometry"
    ),
    "pdf.imposition": (
        "document layout.fragment layout.lines layout.pagination layout.profiles pdf.pages pdf.writer sheets.geometry"
    ),
    "content.plain_pixels": "",
    "content.svg_files": "errors",
    "content.bitmaps": "budget content.plain_pixels content.svg_files errors resources",
    "content.logos": "catalog.remembered content.bitmaps document",
    "catalog.locale_forms": "errors",
    "content.voice": (
        "catalog.holds catalog.labels catalog.locale_forms catalog.sides errors figures.people model.options "
        "model.person model.records model.vocabulary"
    ),
    "content.charts": (
        "catalog.labels content.voice document figures.scene model.options model.vocabulary planning.safety "
        "planning.trained sheets.geometry"
    ),
    "content.kept": "",
    "content.checklists": (
        "catalog.labels catalog.store content.voice document errors model.constraints model.facts model.records "
        "model.vocabulary planning.safety"
    ),
    "content.clinician": (
        "catalog.citations catalog.labels catalog.store content.voice document model.options model.person "
        "model.records planning.dose_load planning.safety"
    ),
    "content.films": "content.bitmaps document",
    "figures.signs": "figures.arrows figures.geometry figures.scene figures.writers",
    "figures.ready": (
        "figures.answered figures.limited figures.pair figures.people figures.picture figures.scene figures.signs "
        "figures.skin_views figures.writers model.vocabulary resources"
    ),
    "content.illustration": (
        "catalog.demands catalog.labels catalog.store content.bitmaps content.kept content.voice document errors "
        "figures.answered figures.faces figures.motion figures.pair figures.photo figures.picture figures.ready "
        "figures.scene figures.signs figures.spec figures.writers model.records model.vocabulary"
    ),
    "figures.stroke_signs": "figures.geometry figures.scene model.vocabulary",
    "content.topics": (
        "catalog.labels catalog.store content.illustration content.kept content.voice document figures.scene "
        "figures.stroke_signs model.constraints model.facts model.records model.vocabulary planning.safety "
        "planning.trained"
    ),
    "content.exercise_view": "content.voice document model.records model.vocabulary",
    "content.exercises": (
        "catalog.labels catalog.plain_language catalog.store content.exercise_view content.films "
        "content.illustration content.kept content.topics content.voice document figures.daytime figures.scene model.records "
        "model.vocabulary planning.dose_load planning.safety planning.speaking sheets.geometry"
    ),
    "content.explanation": (
        "catalog.citations catalog.labels catalog.store content.voice errors model.options model.person "
        "model.records model.signed model.vocabulary planning.dose_load planning.exceptions planning.plan "
        "planning.safety planning.signing planning.speaking planning.telling"
    ),
    "content.kinds": "",
    "content.warnings": "content.exercise_view content.exercises content.voice document",
    "content.skin": (
        "catalog.labels content.charts content.illustration content.voice content.warnings document "
        "figures.people figures.ready figures.skin_places figures.skin_views model.options model.skin model.vocabulary planning.safety"
    ),
    "content.template_hints": "",
    "content.template_words": "",
    "content.slots": "document",
    "content.programs": "content.slots",
    "content.jinja_templates": (
        "catalog.languages catalog.plain_language content.programs content.slots content.template_hints "
        "content.template_words errors"
    ),
    "content.shapes": "content.slots",
    "content.markdown": "content.shapes errors",
    "content.templates": (
        "catalog.languages catalog.remembered content.jinja_templates content.kept content.markdown "
        "content.programs content.shapes content.slots content.template_words document errors"
    ),
    "content.todo": (
        "catalog.labels catalog.store content.checklists content.voice document errors model.options "
        "model.records model.vocabulary sheets.boxes"
    ),
    "content.short_form": "catalog.store content.skin model.vocabulary planning.safety",
    "content.look": "catalog.store content.voice figures.people planning.safety",
    "content.shared_parts": "content.look content.templates content.topics",
    "content.cards": "content.exercise_view content.exercises content.look content.templates document model.vocabulary",
    "content.names": (
        "catalog.labels catalog.store content.cards content.charts content.checklists content.clinician "
        "content.exercise_view content.exercises content.illustration content.kept content.look content.shared_parts "
        "content.short_form content.skin content.templates content.todo content.topics content.voice "
        "content.warnings document figures.scene model.vocabulary planning.safety"
    ),
    "content.promise": "content.kinds content.names content.short_form document errors",
    "diary.engine": "errors",
    "diary.schema": "errors",
    "scan.records": "sheets.codes",
    "diary.paper": "scan.records",
    "diary.database": "diary.engine diary.paper diary.schema errors outcomes.history",
    "diary.entry_words": "",
    "diary.entry_fields": "diary.entry_words errors model.vocabulary",
    "diary.entries": (
        "catalog.store diary.entry_fields diary.entry_words errors model.options model.vocabulary "
        "outcomes.history outcomes.measures reading.columns"
    ),
    "diary.entry_text": "catalog.store diary.entry_words outcomes.history outcomes.measures",
    "diary.filled_sheets": "diary.entry_words sheets.boxes sheets.geometry",
    "diary.import_files": (
        "catalog.store diary.entries diary.entry_fields diary.entry_text diary.entry_words diary.filled_sheets "
        "errors intake.filled_form model.vocabulary outcomes.history reading.cells reading.columns reading.days "
        "reading.tables reading.tell"
    ),
    "outcomes.worst_pain": "model.vocabulary outcomes.history outcomes.measures outcomes.progress",
    "diary.what_matters": "catalog.labels catalog.store model.vocabulary outcomes.history outcomes.worst_pain",
    "diary.next_sheets": (
        "catalog.labels catalog.store diary.what_matters errors model.options outcomes.history outcomes.measures "
        "outcomes.progress outcomes.worst_pain"
    ),
    "diary.prescriptions": "diary.entry_words model.records model.vocabulary outcomes.history",
    "pdf.facing": "layout.pagination pdf.pages pdf.writer",
    "pipeline": (
        "catalog.holds catalog.labels catalog.people catalog.store content.kinds content.logos content.names "
        "content.promise content.templates content.voice document errors layout.fit layout.pagination "
        "layout.profiles model.facts model.options model.vocabulary pdf.facing pdf.pages planning.exceptions "
        "planning.plan planning.safety sheets.codes"
    ),
    "reports.plots": "document figures.geometry figures.scene outcomes.change outcomes.progress",
    "reports.weighing": "model.vocabulary outcomes.change outcomes.choosing outcomes.measures",
    "outcomes.goals": "outcomes.change outcomes.history outcomes.measures",
    "reports.measures": (
        "catalog.citations catalog.store content.voice document figures.scene model.vocabulary outcomes.change "
        "outcomes.goals outcomes.history outcomes.measures outcomes.progress outcomes.screening reports.plots "
        "reports.weighing"
    ),
    "reports.gains": (
        "catalog.labels catalog.plain_language document model.vocabulary outcomes.change outcomes.goals "
        "outcomes.measures reports.measures reports.plots reports.weighing"
    ),
    "reports.practice": (
        "catalog.labels document outcomes.measures outcomes.progress outcomes.worst_pain reports.gains "
        "reports.measures reports.plots reports.weighing"
    ),
    "reports.names": (
        "catalog.labels document model.records model.vocabulary outcomes.history outcomes.measures "
        "outcomes.progress outcomes.screening reports.measures reports.plots reports.practice reports.weighing"
    ),
    "reports.report": (
        "catalog.store content.kinds content.templates document errors layout.pagination model.options "
        "model.vocabulary outcomes.choosing outcomes.history outcomes.progress pipeline reports.names"
    ),
    "reports.trace": (
        "diary.entry_text document outcomes.change outcomes.choosing outcomes.history outcomes.measures "
        "reading.tables reports.names reports.weighing"
    ),
    "printing.jobs": (
        "catalog.people catalog.store content.kinds content.templates diary.next_sheets "
        "errors intake.references intake.roster intake.unnamed model.facts model.options outcomes.history "
        "planning.plan planning.safety planning.signing planning.telling reports.report"
    ),
    "printing.manifest": "errors printing.jobs",
    "printing.next_charts": "catalog.store diary.next_sheets errors intake.roster outcomes.history",
    "printing.batch_request": "catalog.store errors intake.common printing.jobs reading.columns reports.report",
    "printing.files": "errors pdf.seal",
    "printing.sets": (
        "catalog.labels catalog.store content.kinds content.short_form content.templates intake.unnamed "
        "model.options outcomes.history pdf.imposition pdf.pages pipeline planning.safety sheets.geometry "
        "sheets.issued"
    ),
    "printing.worker": (
        "catalog.store content.kinds content.templates document errors intake.unnamed layout.pagination "
        "model.options outcomes.history pdf.imposition pdf.pages pipeline printing.files printing.jobs "
        "printing.sets reports.report sheets.geometry sheets.issued"
    ),
    "printing.rows": (
        "catalog.store content.templates errors intake.common intake.roster model.options model.vocabulary "
        "outcomes.history planning.safety planning.telling printing.batch_request printing.jobs printing.next_charts "
        "printing.worker"
    ),
    "printing.batch": (
        "catalog.store content.templates errors intake.common intake.roster model.options model.vocabulary "
        "outcomes.history printing.batch_request printing.jobs printing.manifest printing.rows reading.tell"
    ),
    "printing.caches": "figures.limited",
    "printing.cluster": "errors printing.caches",
    "printing.cups": "errors",
    "printing.encryption": "errors pdf.seal",
    "printing.gallery": (
        "catalog.labels catalog.store content.bitmaps content.illustration content.voice document errors "
        "figures.motion figures.moving_svg figures.writers model.options model.person model.vocabulary pdf.pages "
        "pdf.seal pipeline"
    ),
    "printing.preview": (
        "catalog.labels catalog.store content.explanation pipeline planning.safety planning.signing planning.telling "
        "printing.batch printing.jobs printing.worker reading.tables"
    ),
    "printing.reminders": "content.voice errors model.vocabulary planning.safety",
    "printing.processes": "printing.jobs",
    "printing.run": (
        "printing.files printing.jobs printing.manifest printing.preview printing.processes printing.worker"
    ),
    "checking.captions": (
        "catalog.holds catalog.store content.voice errors figures.spec model.options model.vocabulary reading.records"
    ),
    "checking.likeness": "content.bitmaps figures.pair figures.scene figures.solved figures.spec figures.writers",
    "checking.figures": (
        "checking.likeness errors figures.pair figures.picture figures.scene figures.solved figures.spec "
        "model.vocabulary reading.records"
    ),
    "checking.sentences": (
        "catalog.file_texts catalog.plain_language catalog.store errors figures.photo figures.spec reading.nodes "
        "reading.records"
    ),
    "checking.prose_words": "reading.records resources",
    "checking.subjects": "checking.prose_words",
    "checking.reasons": "checking.prose_words checking.subjects errors model.records model.vocabulary reading.records",
    "checking.links": (
        "catalog.finding catalog.store checking.reasons checking.sentences errors model.records model.vocabulary "
        "reading.records"
    ),
    "checking.measures": (
        "catalog.store checking.sentences diary.entry_words errors model.vocabulary outcomes.measures "
        "reading.columns reading.records"
    ),
    "checking.photos": (
        "catalog.plain_language catalog.store content.bitmaps errors figures.photo model.records model.vocabulary "
        "reading.records"
    ),
    "checking.passed": "catalog.remembered",
    "checking.catalog": (
        "catalog.citations catalog.conditions catalog.demands catalog.doses catalog.people catalog.plain_language "
        "catalog.skin catalog.store checking.captions checking.figures checking.links checking.measures "
        "checking.passed checking.photos checking.sentences content.bitmaps errors figures.people figures.photo "
        "figures.spec model.holding model.planning model.records model.search_words model.skin model.vocabulary "
        "outcomes.measures reading.records"
    ),
    "checking.syllables": "errors",
    "checking.grades": "",
    "checking.cohesion": "checking.grades checking.prose_words checking.subjects checking.syllables",
    "checking.between_boxes": "",
    "checking.prose": (
        "catalog.plain_language catalog.store checking.between_boxes checking.cohesion checking.prose_words "
        "document errors reading.nodes reading.yaml_nodes"
    ),
    "checking.readability": "catalog.plain_language checking.grades checking.syllables document",
    "catalog.translating": "catalog.languages catalog.store",
    "checking.inflesz": "",
    "checking.translations": (
        "catalog.languages catalog.plain_language catalog.sides catalog.store catalog.translating "
        "checking.inflesz checking.passed content.templates errors model.vocabulary reading.po_files"
    ),
    "checking.report": "errors",
    "catalog.compiled": "catalog.store errors",
    "content.ready_pictures": (
        "catalog.store content.illustration figures.answered figures.pair figures.people figures.picture figures.ready "
        "figures.scene figures.skin_views figures.writers model.vocabulary"
    ),
    "checking.files": (
        "catalog.compiled catalog.conditions catalog.demands catalog.shipped catalog.store checking.catalog "
        "checking.passed checking.prose checking.readability checking.report checking.sentences "
        "checking.syllables checking.translations content.explanation content.kinds content.ready_pictures "
        "content.templates content.todo document errors figures.photo figures.spec intake.folder_file "
        "intake.option_file intake.references intake.unnamed model.options model.records model.vocabulary "
        "outcomes.history pipeline planning.exceptions planning.plan planning.safety reading.records "
        "reports.report resources"
    ),
    "scan.answers": "errors reading.tables scan.records",
    "layout.twins": (
        "document errors layout.apart layout.blocks layout.bullets layout.fit layout.fonts layout.fragment "
        "layout.headings layout.heights layout.mirror layout.pagination layout.panels layout.profiles"
    ),
    "printing.twins": (
        "catalog.labels catalog.locale_forms catalog.store content.kinds content.templates document errors "
        "layout.fit layout.pagination layout.profiles layout.twins model.options pipeline"
    ),
    "kit": (
        "catalog.compiled catalog.remembered catalog.store checking.files checking.passed checking.report "
        "content.explanation content.kinds content.logos content.short_form content.templates content.todo "
        "diary.database diary.next_sheets document errors intake.common intake.filled_form intake.folder_file "
        "intake.option_file intake.references intake.roster intake.unnamed model.options model.vocabulary "
        "outcomes.history pipeline planning.plan planning.safety planning.signing planning.summary "
        "printing.encryption printing.files printing.reminders printing.sets printing.twins reading.columns "
        "reading.records reports.report reports.trace resources scan.answers sheets.geometry sheets.issued"
    ),
    "": "errors kit model.options model.vocabulary outcomes.history reports.report",
    "diary.paper_entries": "catalog.store diary.import_files diary.paper errors outcomes.history",
    "scan.review": "errors reading.tables scan.records",
    "diary.paper_desk": (
        "catalog.store diary.database diary.paper diary.paper_entries errors outcomes.history scan.records "
        "scan.review sheets.geometry"
    ),
    "page.messages": "catalog.labels",
    "page.forms": "catalog.labels errors page.messages reading.cells",
    "page.drafts": (
        "catalog.labels errors kit model.options page.forms page.messages reading.nodes reading.yaml_edits "
        "reading.yaml_nodes"
    ),
    "page.words": (
        "catalog.labels catalog.store catalog.translating errors kit model.vocabulary page.forms page.messages "
        "printing.gallery"
    ),
    "page.what_to_do": (
        "catalog.holds content.voice diary.what_matters errors kit model.facts model.options model.records "
        "model.vocabulary outcomes.history outcomes.worst_pain page.drafts page.words"
    ),
    "page.memory": (
        "diary.paper_desk model.vocabulary page.forms page.what_to_do reading.columns scan.answers scan.records "
        "sheets.geometry"
    ),
    "page.questions": (
        "catalog.people kit model.options model.person model.vocabulary page.drafts page.forms page.messages page.words"
    ),
    "page.right_answers": "errors kit model.options page.drafts page.messages page.words",
    "page.signatures": (
        "catalog.doses content.explanation errors kit model.facts model.options page.drafts page.questions "
        "page.right_answers page.words"
    ),
    "page.house": (
        "content.explanation kit model.options page.drafts page.forms page.memory page.messages page.signatures "
        "page.what_to_do page.words printing.sets"
    ),
    "page.typed": "page.house",
    "page.files": "page.forms",
    "page.lists": (
        "errors model.options model.records model.vocabulary page.files page.forms page.house page.typed page.words"
    ),
    "scan.forms": "budget errors sheets.geometry",
    "page.sheet_rows": (
        "diary.entry_text diary.entry_words diary.filled_sheets outcomes.history page.forms page.house "
        "page.messages page.words sheets.boxes sheets.geometry"
    ),
    "page.since": "page.forms page.house page.typed",
    "page.finding_sheets": (
        "diary.paper errors kit model.options outcomes.history page.drafts page.files page.forms page.house "
        "page.lists page.memory page.sheet_rows page.words scan.forms sheets.codes sheets.geometry"
    ),
    "page.typed_sheets": (
        "diary.filled_sheets diary.import_files errors kit outcomes.history page.memory page.sheet_rows "
        "scan.answers sheets.boxes sheets.codes"
    ),
    "page.sheet_pages": (
        "page.house page.lists page.memory page.sheet_rows page.typed_sheets page.words sheets.geometry"
    ),
    "page.next_charts": (
        "diary.next_sheets diary.what_matters kit model.options outcomes.history outcomes.worst_pain page.forms "
        "page.house page.sheet_rows page.what_to_do page.words"
    ),
    "page.returned": (
        "diary.filled_sheets diary.import_files diary.next_sheets diary.what_matters errors kit model.options "
        "model.vocabulary outcomes.history page.drafts page.finding_sheets page.forms page.house page.lists "
        "page.memory page.messages page.next_charts page.sheet_pages page.sheet_rows page.since page.typed "
        "page.typed_sheets page.what_to_do page.words sheets.boxes sheets.geometry"
    ),
    "page.urgent": "kit model.person page.drafts page.forms page.right_answers",
    "page.steps": (
        "model.options page.drafts page.forms page.house page.questions page.signatures page.since page.typed "
        "page.urgent page.words"
    ),
    "page.health": "page.drafts page.house page.questions page.steps page.words",
    "page.finding_exercises": "catalog.finding kit model.records page.house page.words printing.gallery",
    "page.exercises": (
        "content.explanation errors model.options page.drafts page.finding_exercises page.forms page.house "
        "page.messages page.questions page.signatures page.steps page.typed page.words"
    ),
    "page.look": (
        "diary.next_sheets errors kit model.options outcomes.history page.drafts page.exercises "
        "page.finding_sheets page.forms page.house page.next_charts page.questions page.steps page.what_to_do "
        "page.words printing.sets reports.report"
    ),
    "page.booklets": (
        "errors intake.blank_files kit page.drafts page.exercises page.files page.forms page.health page.house "
        "page.look page.questions page.steps page.words"
    ),
    "page.signing": (
        "catalog.doses errors model.constraints page.drafts page.forms page.house page.messages "
        "page.right_answers page.signatures page.since page.steps page.typed page.words"
    ),
    "page.roster_questions": (
        "intake.common intake.mapping_file intake.roster kit model.vocabulary page.drafts page.forms page.house "
        "page.memory page.questions page.words reading.columns"
    ),
    "page.rosters": (
        "catalog.labels errors intake.mapping_file kit outcomes.history page.forms page.house page.lists "
        "page.messages page.questions page.roster_questions page.since page.words printing.batch "
        "printing.batch_request printing.files printing.jobs printing.run reading.tell"
    ),
    "diary.paper_words": "catalog.store diary.filled_sheets model.vocabulary sheets.geometry",
    "scan.straightening": "scan.records sheets.codes sheets.geometry",
    "scan.crops": "scan.straightening",
    "scan.placing": "scan.straightening",
    "scan.ink": "scan.placing scan.straightening",
    "scan.strokes": "scan.straightening",
    "scan.deciding": "scan.ink scan.records scan.straightening scan.strokes",
    "scan.streaks": "scan.straightening",
    "scan.reading": (
        "scan.crops scan.deciding scan.ink scan.placing scan.records scan.straightening scan.streaks scan.strokes "
        "sheets.codes sheets.geometry"
    ),
    "scan.stack": "budget errors scan.reading scan.records sheets.geometry sheets.scans",
    "diary.paper_stack": "diary.paper_desk errors scan.records scan.stack",
    "page.scan_boxes": (
        "diary.paper_words model.options page.forms page.house page.messages page.typed page.what_to_do "
        "page.words reading.tell scan.records scan.review"
    ),
    "page.scans": (
        "diary.database diary.paper diary.paper_desk diary.paper_stack diary.what_matters errors kit page.forms "
        "page.house page.memory page.messages page.scan_boxes page.sheet_rows page.words scan.forms scan.review"
    ),
    "page.bare_scans": (
        "errors page.finding_sheets page.forms page.house page.memory page.scan_boxes page.typed_sheets "
        "page.what_to_do page.words scan.answers scan.forms scan.records scan.review scan.stack"
    ),
    "page.clinics": (
        "content.bitmaps content.logos errors kit model.options page.files page.forms page.house page.lists page.since "
        "page.typed page.words reading.yaml_edits"
    ),
    "page.handouts": (
        "errors kit model.constraints model.options model.vocabulary page.finding_exercises page.forms page.house "
        "page.lists page.messages page.words"
    ),
    "page.finding_rosters": "page.forms page.house page.lists page.memory page.words reading.spreadsheets",
    "page.application": (
        "errors kit model.vocabulary page.bare_scans page.booklets page.clinics page.finding_rosters page.forms "
        "page.handouts page.house page.lists page.memory page.messages page.returned page.rosters page.scans "
        "page.signing page.typed page.words printing.gallery"
    ),
    "page.way_back": "page.memory",
    "page.server": "kit page.application page.house page.memory page.way_back page.words",
    "cli.output": (
        "kit model.facts model.options planning.signing planning.telling printing.encryption printing.files"
    ),
    "cli.batch_printer": (
        "cli.output errors printing.batch printing.batch_request printing.cups printing.jobs printing.manifest"
    ),
    "cli.environment": "cli.output",
    "cli.options": (
        "catalog.store cli.environment cli.output intake.folder_file kit model.options model.vocabulary "
        "reading.columns resources"
    ),
    "cli.common_facts": "cli.options cli.output intake.common kit printing.batch reading.tell",
    "cli.diary_place": "cli.options cli.output diary.database errors kit outcomes.history",
    "cli.batch": (
        "cli.batch_printer cli.common_facts cli.diary_place cli.options cli.output errors kit printing.batch "
        "printing.batch_request printing.cluster printing.cups printing.files printing.jobs printing.preview "
        "printing.processes printing.run reading.columns reading.tell reports.report"
    ),
    "cli.catalog": (
        "catalog.listing catalog.measure_facts cli.options cli.output errors intake.blank_files model.vocabulary "
        "printing.files printing.gallery"
    ),
    "cli.diary_matters": "cli.diary_place cli.output diary.database diary.what_matters kit outcomes.history",
    "cli.diary": (
        "cli.diary_matters cli.diary_place cli.options cli.output diary.database diary.entries diary.import_files "
        "diary.prescriptions errors kit outcomes.history outcomes.screening printing.files reading.columns "
        "reading.tell"
    ),
    "cli.diary_changes": "cli.diary cli.diary_place cli.options cli.output diary.entries errors outcomes.history",
    "cli.diary_sheets": (
        "cli.diary_place cli.options cli.output errors outcomes.history printing.files reading.tell "
        "sheets.returns sheets.scans"
    ),
    "scan.rates": "",
    "cli.scan_review": "cli.output printing.files scan.review",
    "cli.diary_scan": (
        "cli.diary_matters cli.diary_place cli.diary_sheets cli.options cli.output cli.scan_review diary.database "
        "diary.paper diary.paper_desk diary.paper_stack diary.paper_words printing.files reading.tell "
        "scan.answers scan.forms scan.rates scan.records scan.review scan.stack"
    ),
    "cli.diary_group": "cli.diary cli.diary_changes cli.diary_scan cli.diary_sheets",
    "cli.leaflets": "cli.diary_place cli.options cli.output model.options printing.files",
    "cli.new": (
        "checking.photos cli.options cli.output figures.photo intake.blank_files intake.mapping_file kit "
        "reading.columns"
    ),
    "cli.open_page": "cli.diary_place cli.options cli.output errors kit page.server",
    "cli.plan": (
        "catalog.reviews cli.options cli.output content.explanation model.vocabulary planning.summary printing.files"
    ),
    "cli.prints": (
        "cli.diary_place cli.options cli.output diary.next_sheets errors kit model.vocabulary printing.files"
    ),
    "cli.sheets": "cli.diary_place cli.options cli.output",
    "cli.filled": "cli.options cli.output intake.filled_form printing.files",
    "cli.report": "cli.diary_place cli.options cli.output printing.files reports.report",
    "cli.translate": "checking.translations cli.options cli.output printing.files reading.po_files",
    "cli.scan": (
        "cli.options cli.output cli.scan_review diary.paper_words errors printing.files reading.tell scan.answers "
        "scan.forms scan.rates scan.records scan.review scan.stack"
    ),
    "cli.group": (
        "cli.batch cli.catalog cli.diary_group cli.environment cli.filled cli.leaflets cli.new cli.open_page cli.plan "
        "cli.prints cli.report cli.scan cli.sheets cli.translate errors"
    ),
    "__main__": "cli.group",
    "page.in_browser": "kit page.application page.house",
}
HOMES = {
    "babel": {"catalog.locale_forms"},
    "click": {"cli"},
    "yaml": {"reading"},
    "python_calamine": {"reading"},
    "charset_normalizer": {"reading"},
    "pypdf": {"intake.filled_form", "scan.forms", "sheets.scans"},
    "PIL": {"content.bitmaps", "scan", "sheets.scans"},
    "pi_heif": {"content.bitmaps", "sheets.scans"},
    "numpy": {"scan"},
    "zxingcpp": {"content.films", "pdf.pages", "scan.straightening", "sheets.scans"},  # writes, reads
    "resvg_py": {"content.bitmaps"},
    "jinja2": {"content.jinja_templates", "page"},
    "markupsafe": {"page"},
    "flask": {"page"},
    "werkzeug": {"page"},
    "waitress": {"page.server"},
    "markdown_it": {"content.markdown"},
    "reportlab": {"layout", "pdf"},
    "fontTools": {"layout.whole_face"},
    "noto_cjk_sans_otc": {"layout.whole_face"},
    "uharfbuzz": {"layout"},
    "bidi": {"layout"},
    "sqlalchemy": {"diary"},
    "distributed": {"printing.cluster"},
    "isal": {"pdf.packing"},
    "pikepdf": {"printing.encryption"},
    "pysyllables": {"checking.syllables"},
}
EVERYWHERE = {"msgspec"}  # what the records are made of
CHANCE = {"random", "secrets", "uuid"}
MAY_NOT_BE_GUESSED = {"page.application", "page.memory", "page.server"}  # addresses and keys, never a print
CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime"}
# printing.files, how old a half-written file is; page.server, how long nobody has asked; page.rosters, how long a request prints
# catalog.remembered, whether a file changed so lately that it may change again unseen; diary.engine, how long another program writes
MAY_ASK_THE_TIME = {
    "catalog.remembered",
    "cli",
    "kit",
    "checking.files",
    "diary.engine",
    "printing.files",
    "page.memory",
    "page.returned",
    "page.rosters",
    "page.scans",
    "page.server",
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


PATHS = {
    name_of(path): path
    for path in sorted(ROOT.rglob("*.py"))
    if "_shipped" not in path.parts and (path.name != "__init__.py" or path.parent == ROOT)
}
FOLDERS = sorted({module.partition(".")[0] for module in PATHS if "." in module})
ON_THE_GROUND = {"errors", "resources", "budget"}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(PATHS[module].read_text(encoding="utf-8"))


@cache
def imported(module: str) -> tuple[str, ...]:
    """The full name of every module that a module imports, wherever in it the import stands."""
    return tuple(_imported(module))


def _imported(module: str) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are written out in full"
            below = {alias.name for alias in node.names if f"{node.module}.{alias.name}".partition(".")[2] in PATHS}
            yield from (f"{node.module}.{name}" for name in below)
            if len(below) < len(node.names):
                yield str(node.module)


def ours(module: str) -> set[str]:
    """The modules of printkit that a module imports; the package itself only says its version."""
    return {name.partition(".")[2] for name in imported(module) if name.startswith("printkit.")}


def called(node: ast.AST) -> str:
    """The last name of what is called: `today` for `date.today()`."""
    if not isinstance(node, ast.Call):
        return ""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def test_every_module_has_a_row_in_the_table_and_every_row_a_module():
    assert set(MAY_IMPORT) == set(PATHS)


def test_a_package_costs_nothing_to_open():
    """Its `__init__` holds one sentence; only printkit's own hands names on."""
    for folder in FOLDERS:
        (sentence,) = ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8")).body
        assert isinstance(sentence, ast.Expr), folder


def test_imports_point_one_way(subtests):
    for module in PATHS:
        with subtests.test(module):
            assert ours(module) <= set(MAY_IMPORT[module].split())


def test_a_row_names_only_rows_above_it():
    above: set[str] = set()
    for module, row in MAY_IMPORT.items():
        assert set(row.split()) <= above, module
        above.add(module)


def test_a_row_names_nothing_that_is_not_imported():
    idle = {module: set(row.split()) - ours(module) for module, row in MAY_IMPORT.items()}
    assert not {module: names for module, names in idle.items() if names}


def package_of(module: str) -> str:
    return module.partition(".")[0]


def test_the_plan_of_packages_is_one_that_a_newcomer_can_hold():
    assert len(PACKAGES) <= 20
    assert {*PACKAGES, *ON_THE_GROUND, "cli", "", "__main__"} == {package_of(module) for module in PATHS}
    assert len(list(ROOT.glob("*.py"))) < 9


def test_packages_import_only_what_the_plan_says_and_only_what_lies_below_them():
    below: set[str] = set()
    for package, row in PACKAGES.items():
        used = {package_of(name) for module in PATHS if package_of(module) == package for name in ours(module)}
        assert used - {package} - ON_THE_GROUND == set(row.split()), package
        assert set(row.split()) <= below, package
        below.add(package)


def test_packages_know_only_the_public_modules_of_each_other():
    used: dict[str, set[str]] = {}
    for module in PATHS:
        for name in ours(module):
            package, _, inner = name.partition(".")
            if inner and package != package_of(module):
                used.setdefault(package, set()).add(inner)
    assert used == {package: set(row.split()) for package, row in PUBLIC.items()}


def test_the_command_line_and_the_page_print_through_the_face_only():
    past_it = {"pipeline", "layout", "pdf", "content.templates", "content.names", "planning.safety", "planning.plan"}
    for module in PATHS:
        if package_of(module) in ("cli", "page"):
            assert not {name for name in ours(module) if {name, package_of(name)} & past_it}, module


def test_only_the_pipeline_makes_documents_and_only_the_face_makes_prints_of_them():
    for name, maker in (("Made", "pipeline"), ("Print", "kit")):
        assert {module for module in PATHS for node in ast.walk(tree(module)) if called(node) == name} == {maker}


def test_each_foreign_library_has_one_home():
    """A new library needs a row in HOMES, and a reason in its commit."""
    for module in PATHS:
        foreign = {name.partition(".")[0] for name in imported(module)} - sys.stdlib_module_names - {"printkit"}
        for library in foreign - EVERYWHERE:
            assert HOMES.get(library, set()) & {module, module.partition(".")[0]}, f"{library} in {module}"


def test_only_safety_review_makes_cleared():
    makers = {module for module in PATHS for node in ast.walk(tree(module)) if called(node) == "Cleared"}
    assert makers == {"planning.safety"}
    (review,) = (
        each for each in tree("planning.safety").body if isinstance(each, ast.FunctionDef) and each.name == "review"
    )
    everywhere = sum(called(node) == "Cleared" for node in ast.walk(tree("planning.safety")))
    assert sum(called(node) == "Cleared" for node in ast.walk(review)) == everywhere


def test_no_module_is_longer_than_a_reader_can_hold():
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in PATHS.items()}
    assert {module for module, length in lengths.items() if length > LONGEST} == set(LONG)


def test_fonts_are_registered_inside_functions_only():
    at_import = [
        (module, node.lineno)
        for module in PATHS
        for statement in tree(module).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if called(node) == "registerFont"
    ]
    assert not at_import


def test_nothing_is_left_to_chance():
    chancy = {module for module in PATHS if {name.partition(".")[0] for name in imported(module)} & CHANCE}
    assert chancy == MAY_NOT_BE_GUESSED


def test_only_the_edge_asks_what_day_it_is():
    asking = {module for module in PATHS for node in ast.walk(tree(module)) if called(node) in CLOCKS}
    asking |= {module for module in PATHS if "time" in set(imported(module))}
    assert {module for module in asking if not {module, module.partition(".")[0]} & MAY_ASK_THE_TIME} == set()
