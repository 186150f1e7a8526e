public import Clockwork
public import Telemetry

/// Writes conclusions as files that ``ConclusionReader`` reads back bit for bit, one a layout.
public final class ConclusionWriter {
  private let tables: TableWriter<Layout>
  private let start: SimTime

  /// - Parameters:
  ///   - folder: made if it is not there; files of these names are never overwritten.
  ///   - start: of the run; what was said before is not judged and not written.
  public init(folder: String, format: TableFormat, start: SimTime) throws(ExchangeError) {
    tables = try TableWriter(folder: folder, format: format)
    self.start = start
  }

  /// Rows by layout.
  public var rowCounts: [Int] { tables.rowCounts }

  public func path(_ layout: Layout) -> String { tables.path(layout) }

  /// Appends what one home concluded; ``finish()`` says if that failed.
  public func append(_ conclusions: Conclusions, of plan: SitePlan) {
    guard tables.failure == nil else { return }
    let rows = ConclusionRows(plan)
    for estimate in conclusions.estimates {
      if let row = rows.row(estimate) { tables.append(row, to: .estimates) }
    }
    // A flag is said twice, when it is raised and when it ends.
    for flag in conclusions.flags where flag.end != .distantFuture {
      tables.append(rows.row(flag), to: .flags)
    }
    for match in conclusions.matches { tables.append(rows.row(match), to: .matches) }
    for forecast in conclusions.forecasts where forecast.issuedAt > start {
      for row in rows.rows(forecast) { tables.append(row, to: .forecasts) }
    }
    for answer in conclusions.answers { tables.append(rows.row(answer), to: .answers) }
    for command in conclusions.commands { tables.append(rows.row(command), to: .actions) }
  }

  /// Gives the files their names.
  public func finish() throws(ExchangeError) { try tables.finish() }

  /// Removes what was half written.
  public func discard() { tables.discard() }
}
