public import Clockwork
internal import Foundation
internal import ScenarioFiles
public import Telemetry

/// Writes conclusions as files that ``ConclusionReader`` reads back bit for bit, one a layout.
public final class ConclusionWriter {
  private let folder: String
  private let format: TableFormat
  private let start: SimTime
  private var buffers: [[UInt8]]
  private var handles: [FileHandle] = []
  /// What stopped the first write that failed; told at the end.
  private var failure: ExchangeError?
  private static let flushSize = 1 << 20

  /// Rows by layout.
  public private(set) var rowCounts = [Int](repeating: 0, count: Layout.allCases.count)

  /// - Parameters:
  ///   - folder: made if it is not there; files of these names are never overwritten.
  ///   - start: of the run; what was said before is not judged and not written.
  public init(folder: String, format: TableFormat, start: SimTime) throws(ExchangeError) {
    self.folder = folder
    self.format = format
    self.start = start
    buffers = Array(repeating: [], count: Layout.allCases.count)
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: folder, reason: SystemReason.text(error))
    }
    for layout in Layout.allCases where FileManager.default.fileExists(atPath: path(layout)) {
      throw .exists(path: path(layout))
    }
    for layout in Layout.allCases {
      _ = FileManager.default.createFile(atPath: partialPath(layout), contents: nil)
      guard let handle = FileHandle(forWritingAtPath: partialPath(layout)) else {
        throw .unwritable(path: path(layout), reason: "no permission")
      }
      handles.append(handle)
      if format == .csv {
        buffers[index(layout)] += Array((layout.columns.joined(separator: ",") + "\n").utf8)
      }
    }
  }

  public func path(_ layout: Layout) -> String {
    "\(folder)/\(layout.rawValue).\(format.rawValue)"
  }

  private func partialPath(_ layout: Layout) -> String { path(layout) + ".partial" }
  private func index(_ layout: Layout) -> Int { Layout.allCases.firstIndex(of: layout) ?? 0 }

  /// Appends what one home concluded; ``finish()`` says if that failed.
  public func append(_ conclusions: Conclusions, of plan: SitePlan) {
    guard failure == nil else { return }
    let rows = ConclusionRows(plan)
    for estimate in conclusions.estimates {
      if let row = rows.row(estimate) { append(row, to: .estimates) }
    }
    // A flag is said twice, when it is raised and when it ends.
    for flag in conclusions.flags where flag.end != .distantFuture {
      append(rows.row(flag), to: .flags)
    }
    for match in conclusions.matches { append(rows.row(match), to: .matches) }
    for forecast in conclusions.forecasts where forecast.issuedAt > start {
      for row in rows.rows(forecast) { append(row, to: .forecasts) }
    }
    for answer in conclusions.answers { append(rows.row(answer), to: .answers) }
    for command in conclusions.commands { append(rows.row(command), to: .actions) }
  }

  private func append(_ row: [JSONValue], to layout: Layout) {
    let index = index(layout)
    switch format {
    case .csv:
      for (place, value) in row.enumerated() {
        if place > 0 { buffers[index].append(UInt8(ascii: ",")) }
        switch value {
        case .null: break
        case .string(let text): CSVLine.append(text, to: &buffers[index])
        default: value.append(to: &buffers[index])
        }
      }
    case .jsonl:
      JSONValue.object(zip(layout.columns, row).map { JSONMember($0, $1) })
        .append(to: &buffers[index])
    }
    buffers[index].append(0x0A)
    rowCounts[index] += 1
    if buffers[index].count >= Self.flushSize { flush(layout) }
  }

  private func flush(_ layout: Layout) {
    do {
      try handles[index(layout)].write(contentsOf: Data(buffers[index(layout)]))
    } catch {
      failure = failure ?? .unwritable(path: path(layout), reason: SystemReason.text(error))
    }
    buffers[index(layout)].removeAll(keepingCapacity: true)
  }

  /// Gives the files their names.
  public func finish() throws(ExchangeError) {
    for layout in Layout.allCases { flush(layout) }
    if let failure { throw failure }
    for layout in Layout.allCases {
      try? handles[index(layout)].close()
      guard rename(partialPath(layout), path(layout)) == 0 else {
        throw .unwritable(path: path(layout), reason: String(cString: strerror(errno)))
      }
    }
  }

  /// Removes what was half written.
  public func discard() {
    for layout in Layout.allCases {
      try? FileManager.default.removeItem(atPath: partialPath(layout))
    }
  }
}
