"""Everything a human language decides: fixed phrases, money, numbers, dates, spreadsheet formats, word matching."""
