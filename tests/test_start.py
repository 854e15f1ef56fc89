def test_the_version_prints(printkit):
    result = printkit("--version")
    assert result.exit_code == 0, result.output


def test_a_missing_option_file_is_a_message(printkit):
    result = printkit("booklet", "nothing.yaml")
    assert result.exit_code == 1, (result.output, result.exception)
    assert "there is no such file" in result.output
