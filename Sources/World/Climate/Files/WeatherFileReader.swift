/// Reads a weather file from front to back and stops at the first fault.
struct WeatherFileReader {
  var scanner: FieldScanner
  /// Nil for a whole year.
  let dayCount: Int?
  /// What the row last read lacks.
  private var missingInRow: [(WeatherColumn, ClimateError)] = []

  init(bytes: [UInt8], name: String, dayCount: Int?) {
    scanner = FieldScanner(bytes: bytes, name: name)
    self.dayCount = dayCount
  }

  /// The rows, and how many missing values were filled.
  typealias Table = (rows: [HourlyWeather], filledCount: Int)

  /// Reads one row an hour, in order, and nothing after them.
  mutating func readRows(
    header: WeatherFileHeader, missing: WeatherFile.MissingValues
  ) throws(ClimateError) -> Table {
    var values: [[Double]] = []
    values.reserveCapacity((dayCount ?? 366) * 24)
    var gaps = MissingRows(rule: missing)
    var days = 0
    for month in 1...12 {
      for day in 1...Self.dayCount(month: month, hasLeapDay: header.hasLeapDay) {
        if days == dayCount { break }
        days += 1
        for hour in 1...24 {
          let row = try readRow(month: month, day: day, hour: hour, isCut: header.isCut)
          for (column, fault) in missingInRow {
            try gaps.note(column: column, row: values.count, fault: fault)
          }
          values.append(row)
        }
      }
    }
    // Cut files are ours: without the last line end, digits may be lost.
    if header.isCut && !scanner.lineIsClosed {
      throw scanner.fault(at: scanner.lineEnd, found: "the end of the file", "a line end")
    }
    while scanner.nextLine() {
      guard scanner.position == scanner.lineEnd else {
        throw scanner.fault(scanner.nextField(), "the end of the file after \(values.count) rows")
      }
    }
    let filledCount = try gaps.fill(&values)
    return (values.map { HourlyWeather(columns: $0) }, filledCount)
  }

  private static func dayCount(month: Int, hasLeapDay: Bool) -> Int {
    switch month {
    case 2: hasLeapDay ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The used columns of one row, NaN for a missing value.
  private mutating func readRow(
    month: Int, day: Int, hour: Int, isCut: Bool
  ) throws(ClimateError) -> [Double] {
    missingInRow.removeAll(keepingCapacity: true)
    guard scanner.nextLine() else {
      throw scanner.endFault("the row for \(month)/\(day), hour \(hour)")
    }
    _ = try readInteger(1...9_999, "a year, 1...9999")
    _ = try readInteger(month...month, "month \(month) (rows in order, one an hour)")
    _ = try readInteger(day...day, "day \(day) of month \(month) (rows in order, one an hour)")
    _ = try readInteger(hour...hour, "hour \(hour) of \(month)/\(day) (rows in order)")
    var values = [Double](repeating: 0, count: WeatherColumn.allCases.count)
    if isCut {
      for column in WeatherColumn.allCases {
        values[column.rawValue] = try readValue(column)
      }
      try expectEndOfLine("the end of the row after 16 columns")
      return values
    }
    _ = try readInteger(0...60, "a minute, 0...60")
    guard scanner.nextField() != nil else { throw scanner.fault(nil, "the data flags") }
    var column = 0
    let used = WeatherColumn.allCases
    for index in 6..<35 {
      if column < used.count && used[column].fullIndex == index {
        values[column] = try readValue(used[column])
        column += 1
      } else {
        try skipUnusedColumn(index)
      }
    }
    try expectEndOfLine("the end of the row after 35 columns")
    return values
  }

  /// One value within its limits, or NaN for the code that says "missing".
  private mutating func readValue(_ column: WeatherColumn) throws(ClimateError) -> Double {
    let field = scanner.nextField()
    guard let field, let value = DecimalNumber.parse(scanner.bytes, field) else {
      throw scanner.fault(field, column.expected)
    }
    if value >= column.missingCode {
      let found = "\(scanner.text(field)), the code for a missing value"
      let fault = scanner.fault(at: field.lowerBound, found: found, column.expected)
      missingInRow.append((column, fault))
      return .nan
    }
    guard column.range.contains(value) else { throw scanner.fault(field, column.expected) }
    return value
  }

  /// A column that is not used must still hold a number or nothing.
  private mutating func skipUnusedColumn(_ index: Int) throws(ClimateError) {
    let field = scanner.nextField()
    guard let field, field.isEmpty || DecimalNumber.parse(scanner.bytes, field) != nil else {
      throw scanner.fault(field, "a number in column \(index + 1) of 35")
    }
  }

  // MARK: - Fields

  mutating func readText(_ expected: String) throws(ClimateError) -> String {
    guard let field = scanner.nextField() else { throw scanner.fault(nil, expected) }
    return scanner.text(field)
  }

  mutating func readInteger(
    _ range: ClosedRange<Int>, _ expected: @autoclosure () -> String
  ) throws(ClimateError) -> Int {
    let field = scanner.nextField()
    guard let field, let value = DecimalNumber.integer(scanner.bytes, field),
      range.contains(value)
    else { throw scanner.fault(field, expected()) }
    return value
  }

  mutating func readNumber(
    _ range: ClosedRange<Double>, _ expected: @autoclosure () -> String
  ) throws(ClimateError) -> Double {
    let field = scanner.nextField()
    guard let field, let value = DecimalNumber.parse(scanner.bytes, field), range.contains(value)
    else { throw scanner.fault(field, expected()) }
    return value
  }

  mutating func expectEndOfLine(_ expected: @autoclosure () -> String) throws(ClimateError) {
    if let field = scanner.nextField() { throw scanner.fault(field, expected()) }
  }
}
