"""Codes of what can be wrong with an input or with the law on file."""

from __future__ import annotations

from collections.abc import Mapping

from calc.codes.model import ErrorCode
from calc.messages import N_

_ALL = (
    # files
    ErrorCode("file.unreadable", N_("the file cannot be read"), N_("check its name and rights")),
    ErrorCode(
        "file.unwritable",
        N_("the file cannot be written"),
        N_("check that its folder is there, may be written to and has room"),
    ),
    ErrorCode("file.too_large", N_("the file is too large"), N_("leave out what is not needed")),
    ErrorCode("file.not_utf8", N_("the file is not UTF-8 text"), N_("save it as UTF-8")),
    ErrorCode("file.empty", N_("the file is empty"), N_("write at least the workplace into it")),
    ErrorCode(
        "file.not_a_mapping",
        N_("the file holds no keys and values"),
        N_("write `key: value` lines"),
    ),
    ErrorCode(
        "file.unknown_kind",
        N_("the kind of the file is not known"),
        N_("end its name with one of the allowed endings"),
    ),
    ErrorCode("yaml.syntax", N_("this is not valid YAML"), N_("check indents, colons and quotes")),
    ErrorCode("yaml.alias", N_("anchors and aliases are not taken"), N_("write the value out")),
    ErrorCode("yaml.tag", N_("tags are not taken"), N_("remove the part that begins with `!`")),
    ErrorCode("yaml.several_documents", N_("more than one document"), N_("keep only one")),
    ErrorCode("yaml.duplicate_key", N_("the key stands twice"), N_("keep one of the two")),
    ErrorCode("yaml.too_deep", N_("nested too deeply"), N_("remove brackets or indents")),
    ErrorCode("yaml.key_not_text", N_("a key must be plain text"), N_("write `key: value`")),
    ErrorCode("json.syntax", N_("this is not valid JSON"), N_("check commas, quotes and brackets")),
    ErrorCode("json.duplicate_key", N_("the key stands twice"), N_("keep one of the two")),
    # keys and values
    ErrorCode("key.unknown", N_("this key is not known"), N_("correct or remove it")),
    ErrorCode("key.missing", N_("a required key is missing"), N_("add it")),
    ErrorCode("value.not_allowed", N_("this value is not allowed"), N_("use an allowed one")),
    ErrorCode(
        "value.none_not_taken",
        N_("`none` means that it does not exist there; that is never so for this parameter"),
        N_("enter the value, or leave the entry out where nobody knows it"),
    ),
    ErrorCode("value.wrong_form", N_("the value has the wrong form"), N_("write it as allowed")),
    ErrorCode("value.empty", N_("the value is empty"), N_("fill it in or remove the key")),
    ErrorCode("value.wrong_type", N_("the value has the wrong type"), N_("write it as allowed")),
    ErrorCode(
        "value.does_not_fit_unit", N_("the value does not fit its unit"), N_("correct one of them")
    ),
    ErrorCode(
        "value.wrong_shape",
        N_("one value, a list or a table is expected, and this is another"),
        N_("write it in the allowed shape"),
    ),
    ErrorCode("list.twice", N_("the value stands twice in the list"), N_("keep one of the two")),
    ErrorCode(
        "list.not_ascending",
        N_("the values do not go up from each to the next"),
        N_("write them from the lowest to the highest"),
    ),
    ErrorCode(
        "value.out_of_range", N_("the value is outside the plausible range"), N_("check the number")
    ),
    ErrorCode(
        "number.not_whole", N_("a whole number is expected"), N_("write it without decimals")
    ),
    ErrorCode("boolean.unclear", N_("yes or no is expected"), N_("write true or false")),
    ErrorCode("month.not_a_month", N_("this is not a month"), N_("write it as YYYY-MM")),
    ErrorCode("date.not_a_day", N_("this is not a day"), N_("write it as YYYY-MM-DD")),
    ErrorCode("year.out_of_range", N_("this year cannot be computed"), N_("choose another year")),
    # money
    ErrorCode("money.not_a_number", N_("this is not a number"), N_("write digits and a point")),
    ErrorCode(
        "money.negative", N_("a negative amount is not taken"), N_("write it without a sign")
    ),
    ErrorCode("money.not_finite", N_("NaN and infinity are no amounts"), N_("write a number")),
    ErrorCode(
        "money.thousands_separator",
        N_("thousands separators are not taken"),
        N_("write the number without commas or spaces"),
    ),
    ErrorCode(
        "money.too_many_decimals", N_("too many decimals"), N_("yuan have two, rates have four")
    ),
    ErrorCode("money.too_large", N_("the amount is too large"), N_("check the number of digits")),
    ErrorCode("money.out_of_bounds", N_("the amount is out of bounds"), N_("check the number")),
    ErrorCode(
        "money.rate_out_of_bounds", N_("the rate is out of bounds"), N_("check the percentage")
    ),
    ErrorCode("money.not_a_ratio", N_("this is not a ratio"), N_("write it as 2/3")),
    ErrorCode("money.not_whole", N_("amounts are whole fen"), N_("use int64 fen")),
    # the law on file
    ErrorCode(
        "parameters.not_found", N_("the law on file is not there"), N_("install canbao again")
    ),
    ErrorCode("parameter.unknown", N_("this parameter is not known"), N_("correct its name")),
    ErrorCode(
        "parameter.missing",
        N_("no value is on file"),
        N_("ask the office, then enter it with --set"),
    ),
    ErrorCode(
        "parameter.has_variants",
        N_("this place has its own variants of the parameter, so that it is never asked for here"),
        N_("use one of the variants"),
    ),
    ErrorCode("unit.unknown", N_("this unit is not known"), N_("use a known one")),
    ErrorCode(
        "unit.not_allowed", N_("this unit does not fit the parameter"), N_("use an allowed one")
    ),
    ErrorCode("period.ends_before_start", N_("the period ends before it begins"), N_("correct it")),
    ErrorCode("period.twice", N_("two values begin on the same day"), N_("keep one of the two")),
    ErrorCode("period.overlap", N_("the periods of two values overlap"), N_("end the earlier one")),
    ErrorCode(
        "period.mid_month",
        N_("a contribution amount or rate begins on the first of a month"),
        N_("write the first month it is used for"),
    ),
    ErrorCode("rate.above_100", N_("a rate cannot be above 100 %"), N_("check the decimal point")),
    ErrorCode(
        "bounds.floor_above_ceiling",
        N_("the lowest base is above the highest"),
        N_("check both against the notice"),
    ),
    ErrorCode("source.missing", N_("the value cites no document"), N_("add `source`")),
    ErrorCode(
        "source.unknown",
        N_("the cited document is not in the register"),
        N_("add it to documents.yaml or correct the number"),
    ),
    ErrorCode("evidence.missing", N_("the value has no evidence grade"), N_("add `evidence`")),
    ErrorCode("document.twice", N_("the document stands twice in the register"), N_("keep one")),
    ErrorCode("place.unknown", N_("this place is not on file"), N_("use a slug or GB/T 2260 code")),
    ErrorCode(
        "place.not_a_city",
        N_("this place has places within it"),
        N_("name the city in which the person works or is registered"),
    ),
    ErrorCode("place.twice", N_("the place stands in two files"), N_("keep one")),
    ErrorCode("place.code_twice", N_("two places have the same code"), N_("correct one")),
    ErrorCode("place.not_file_name", N_("place and file name differ"), N_("make them the same")),
    ErrorCode("place.within_missing", N_("the place lies in no other"), N_("add `within`")),
    ErrorCode(
        "set.wrong_form", N_("this cannot be read as an entry"), N_("write PLACE.PARAMETER=VALUE")
    ),
    # the applicant
    ErrorCode(
        "base.fits_nowhere",
        N_("the chosen base lies outside the bounds of every place"),
        N_("choose a base within one of the ranges"),
    ),
    ErrorCode(
        "group.unknown",
        N_("this group is not on file"),
        N_("use a name from the list, or none"),
    ),
    ErrorCode(
        "tier.unknown",
        N_("no place has this tier of the resident medical insurance"),
        N_("use a name from the list, or leave it out"),
    ),
    ErrorCode("born.after_day", N_("the birth month lies after the day asked for"), N_("check it")),
    ErrorCode(
        "assumption.unknown", N_("there is no such assumption"), N_("use one of the allowed names")
    ),
    ErrorCode("option.unknown", N_("there is no such option"), N_("use an id from the list")),
    ErrorCode(
        "font.no_chinese",
        N_("no font with Chinese characters was found, and the PDF has to embed one"),
        N_("install Noto Sans CJK (on Debian and Ubuntu: apt install fonts-noto-cjk)"),
    ),
    ErrorCode(
        "link.not_an_address",
        N_("this is no web address that fits into a QR code"),
        N_("give an address that begins with https:// and is shorter"),
    ),
    ErrorCode("schema.unknown", N_("there is no such schema"), N_("use an allowed name")),
)

_BATCH = (
    # the header
    ErrorCode("column.twice", N_("the column stands twice"), N_("keep one of the two")),
    ErrorCode(
        "column.wrong_type",
        N_("no applicant can have values of this type"),
        N_("write the column as text, numbers, booleans or dates"),
    ),
    ErrorCode(
        "column.more_unknown",
        N_("more columns are not known"),
        N_("correct or remove them"),
    ),
    ErrorCode(
        "header.missing", N_("the file has no header"), N_("write the column names into line 1")
    ),
    ErrorCode(
        "header.too_long",
        N_("the header is too long"),
        N_("check its line end, and leave out what is not needed"),
    ),
    ErrorCode(
        "header.other_separator",
        N_("the columns are not separated by commas"),
        N_("save the file as CSV with commas (in Excel: CSV UTF-8)"),
    ),
    ErrorCode(
        "header.line_ends",
        N_("the lines end with the character CR alone"),
        N_("save the file with the line ends LF or CRLF"),
    ),
    # lines
    ErrorCode(
        "csv.wrong_number_of_fields",
        N_("the line has another number of fields than the header"),
        N_("check its commas and quotes"),
    ),
    ErrorCode(
        "csv.quote_not_closed",
        N_("a quote is opened and not closed"),
        N_("close it, or double each quote inside quotes"),
    ),
    ErrorCode(
        "csv.text_after_quote",
        N_("text follows a closing quote"),
        N_("put a comma after it, or double each quote inside quotes"),
    ),
    ErrorCode("csv.nul", N_("the line holds a NUL character"), N_("remove it")),
    ErrorCode(
        "csv.wrong_encoding",
        N_("the line is not in the encoding of the file"),
        N_("save the whole file as UTF-8"),
    ),
    ErrorCode(
        "csv.line_too_long", N_("the line is too long"), N_("check its quotes and line ends")
    ),
    ErrorCode(
        "json.not_an_object", N_("the line is no JSON object"), N_("write one object on a line")
    ),
    # files and runs
    ErrorCode(
        "file.utf16",
        N_("the file is in the encoding UTF-16"),
        N_("save it as UTF-8 (in Excel: CSV UTF-8)"),
    ),
    ErrorCode(
        "file.spreadsheet",
        N_("this is an Excel workbook, not CSV"),
        N_("open it in Excel and save the sheet as CSV UTF-8"),
    ),
    ErrorCode("file.not_parquet", N_("this is not a Parquet file"), N_("check the file")),
    ErrorCode(
        "upload.too_many_rows",
        N_("the file has more rows than a screen takes"),
        N_("split it, or use the command `canbao batch`"),
    ),
    ErrorCode(
        "upload.too_many_columns",
        N_("the file has more columns than a screen takes"),
        N_("leave out what is not needed"),
    ),
    ErrorCode(
        "upload.too_much",
        N_("the file unpacks to more than a screen takes"),
        N_("split it, or use the command `canbao batch`"),
    ),
    ErrorCode(
        "upload.failed",
        N_("the program failed at this file; the fault is not yours"),
        N_("tell whoever runs it; the command `canbao batch` says more"),
    ),
    ErrorCode(
        "upload.too_much_written",
        N_("the results are larger than a screen gives out"),
        N_("choose a row per person, or Parquet, or use the command `canbao batch`"),
    ),
    ErrorCode("input.nothing_found", N_("no file is there"), N_("check the name or the pattern")),
    ErrorCode("output.no_folder", N_("the folder of the output is not there"), N_("make it first")),
    ErrorCode("output.unwritable", N_("the output cannot be written"), N_("check the rights")),
    ErrorCode(
        "output.is_input", N_("the output is the input"), N_("give another name for the output")
    ),
    ErrorCode(
        "output.overlaps_input",
        N_("the output lies in the input, or the input in the output"),
        N_("give an output in another folder"),
    ),
    ErrorCode(
        "output.is_rejects",
        N_("results and rejected rows would go to one place"),
        N_("give another name with --rejects"),
    ),
    ErrorCode(
        "output.not_ours",
        N_("something else stands under the name of the output"),
        N_("give another name, or take it away first"),
    ),
    ErrorCode(
        "output.in_use",
        N_("another run is writing this output"),
        N_("wait for it, or give another output"),
    ),
    ErrorCode(
        "output.disk_full",
        N_("there is no room left on the disk"),
        N_("make room, then run again; from file to file, --resume goes on where it stopped"),
    ),
    ErrorCode(
        "output.not_enough_room",
        N_("the disk has not enough room for the output"),
        N_("make room, or give an output on another disk"),
    ),
    ErrorCode(
        "resume.differs",
        N_("the unfinished run was started on something else"),
        N_("start again without --resume"),
    ),
    ErrorCode(
        "resume.not_from_stdin",
        N_("standard input cannot be read a second time"),
        N_("give a file to be able to resume"),
    ),
    ErrorCode(
        "resume.not_to_stdout",
        N_("what went to standard output cannot be continued"),
        N_("give a file to be able to resume"),
    ),
    ErrorCode(
        "run.worker_died",
        N_("a process of the run was ended from outside"),
        N_("run again with fewer --jobs; from file to file, --resume goes on where it stopped"),
    ),
    ErrorCode(
        "engine.not_installed",
        N_("this engine is not installed"),
        N_("install it: pip install 'canbao[spark]'"),
    ),
    ErrorCode(
        "engine.parquet_only",
        N_("Spark reads Parquet or a table and writes a folder of Parquet"),
        N_("give other names, or leave out --engine spark"),
    ),
    ErrorCode(
        "engine.no_resume",
        N_("a run on Spark cannot be resumed"),
        N_("leave out --resume: Spark itself repeats the tasks that fail"),
    ),
    ErrorCode(
        "engine.failed",
        N_("Spark could not finish the run"),
        N_("see the messages of Spark; nothing was written under the name of the output"),
    ),
    ErrorCode(
        "engine.rows_lost",
        N_("Spark did not read every row of the input"),
        N_("check names that begin with `_`, and Spark's settings that ignore files"),
    ),
)

ERRORS: Mapping[str, ErrorCode] = {code.code: code for code in (*_ALL, *_BATCH)}
