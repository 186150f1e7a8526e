/// Remembers missing values and fills those that may be filled.
struct MissingRows {
  let rule: WeatherFile.MissingValues
  /// Column by column, the rows that lack a value, in order, with the fault to raise.
  private var rows: [[(row: Int, fault: ClimateError)]]

  init(rule: WeatherFile.MissingValues) {
    self.rule = rule
    rows = Array(repeating: [], count: WeatherColumn.allCases.count)
  }

  mutating func note(
    column: WeatherColumn, row: Int, fault: ClimateError
  ) throws(ClimateError) {
    if rule == .refuse || column.isRadiation { throw fault }
    rows[column.rawValue].append((row, fault))
  }

  /// Fills all gaps and tells how many values that were.
  func fill(_ values: inout [[Double]]) throws(ClimateError) -> Int {
    guard case .fill(let hoursMax) = rule else { return 0 }
    var count = 0
    for column in WeatherColumn.allCases {
      let missing = rows[column.rawValue]
      guard let first = missing.first else { continue }
      // The year is a ring: go round from the first hour that is known.
      let size = values.count
      guard missing.count < size,
        let start = (0..<size).first(where: { !values[$0][column.rawValue].isNaN })
      else { throw first.fault }
      var known = start
      for step in 1...size {
        let row = (start + step) % size
        guard !values[row][column.rawValue].isNaN else { continue }
        let gap = (row - known - 1 + size) % size
        if gap > 0 {
          guard gap <= hoursMax else {
            let lost = (known + 1) % size
            throw missing.first { $0.row == lost }?.fault ?? first.fault
          }
          bridge(&values, column: column, from: known, gap: gap)
          count += gap
        }
        known = row
      }
    }
    return count
  }

  private func bridge(
    _ values: inout [[Double]], column: WeatherColumn, from known: Int, gap: Int
  ) {
    let size = values.count
    let index = column.rawValue
    let before = values[known][index]
    let after = values[(known + gap + 1) % size][index]
    for step in 1...gap {
      let share = column == .windDirection ? 0 : Double(step) / Double(gap + 1)
      values[(known + step) % size][index] = before + (after - before) * share
    }
  }
}
