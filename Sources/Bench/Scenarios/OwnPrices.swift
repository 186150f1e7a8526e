internal import Calendar
internal import Climate
internal import Clockwork
internal import Exchange
internal import Foundation
internal import ScenarioFiles

/// A world's own table of prices, read.
struct OwnPrices: Sendable {
  /// Of the table, without its folder; a run's folder keeps it in `prices`.
  let name: String
  let bytes: [UInt8]
  let hours: HourlyPrices

  /// The largest table that is read: a century of hours.
  private static let byteCountMax = 32 << 20

  /// - Returns: nil where the world names no table.
  /// - Throws: ``RunError/input(_:)`` with the line that is wrong, of the world or of the table.
  init?(_ loaded: LoadedScenario, zone: ZoneRule, from birth: SimTime, to end: SimTime) throws {
    guard let written = loaded.world.tariff.file else { return nil }
    let key = "world.tariff.file"
    let origin = loaded.origin(of: key) ?? .defaulted
    func wrong(_ problem: ScenarioError.Problem) -> RunError {
      .input(ScenarioError(problem, at: key, from: origin).description)
    }
    name = URL(fileURLWithPath: written).lastPathComponent
    var (folder, isOfRun) = (".", false)
    if case .file(let place) = origin {
      folder = URL(fileURLWithPath: place.file).deletingLastPathComponent().path
      isOfRun = FileSource.disk.isRunFolder(folder)
    }
    // In a run's folder the copy is what was run, whatever the path holds now.
    let kept = "\(folder)/prices/\(name)"
    let named = written.hasPrefix("/") ? written : "\(folder)/\(written)"
    let searched = isOfRun ? [kept, named] : [named, kept]
    guard let path = searched.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw wrong(.notFound(what: "table of prices", name: written, searched: searched, known: []))
    }
    do {
      bytes = try FileSource.plainFile(path, byteCountMax: Self.byteCountMax)
    } catch {
      throw wrong(.unreadable(path: path, reason: "\(error)"))
    }
    let table: PriceFile
    do {
      table = try PriceFile(path: path, zone: zone)
    } catch {
      throw RunError.input(error.description)
    }
    hours = HourlyPrices(start: table.start, pricePerKWh: table.pricePerKWh)
    guard hours.start <= birth, hours.end >= end else {
      func text(_ time: SimTime) -> String { Timestamp.localText(time, in: zone) }
      throw wrong(
        .conflict(
          "file: found prices from \(text(hours.start)) to \(text(hours.end)), expected all hours "
            + "of the run and its history, \(text(birth)) to \(text(end))"))
    }
  }
}
