import Clockwork
import Foundation
import Numerics
import ScenarioFiles
import Scenarios
import Storage

/// The rows, their times and the table.
///
/// A class because every row adds to it.
final class Bench {
  private struct Row {
    var name: String
    var thing: String
    /// Whether it is a part of the lane or of the world, shown beside and not added up.
    var isPart: Bool
    var seconds: [Double] = []
    var count = 0
  }

  private let place: Place
  private let plan: RunPlan
  private let rows: Rows
  private let readingCount: Int
  private let only: [String]
  private var measured: [Row] = []
  /// CPU an event of the complex-event engine alone.
  private var eventSeconds: [Double] = []
  private var wholes: [(name: String, seconds: [Double], result: RunResult)] = []

  /// - Parameter only: names of the rows and runs wanted; empty for all.
  init(_ place: Place, only: [String]) throws {
    self.place = place
    self.only = only
    plan = try place.plan()
    let weather = plan.weather()
    let plan = plan
    rows = Rows(
      recordings: (0..<plan.scenario.homeCount).map {
        Recording(plan, home: $0, weather: weather)
      }, weather: weather)
    readingCount = rows.recordings.reduce(0) { $0 + $1.readingCount }
  }

  /// Every row once, in the order of the data.
  func round() throws {
    let rows = rows
    try time("world: weather", "minutes") { rows.makeWeather() }
    try time("world: homes, sensors, radio", "copies") { rows.world() }
    try time("sampling on the device", "readings sent") { rows.edgeSampling() }
    let messages = rows.decodedMessages()
    try time("encode", "messages", isPart: true) { rows.encode(messages) }
    try time("decode", "readings", isPart: true) { rows.decode() }
    try time("ingestion with decode", "readings") { rows.ingestion() }
    try time("quality", "readings") { rows.quality() }
    try time("fusion", "estimates") { rows.fusion() }
    try time("patterns", "readings") { rows.patterns() }
    try complexEvents()
    try time("forecasting", "forecasts") { rows.forecasting() }
    try time("agents", "commands") { rows.agents() }
    try time("the lane's stages wired", "copies", isPart: true) { rows.lane() }
    try time("wire log", "copies") { try rows.wireLog() }
    try time("storage: raw", "readings") { try rows.storage(.raw) }
    try time("storage: chunks", "readings", isPart: true) { try rows.storage(.chunks) }
    try time("storage: none", "readings", isPart: true) { try rows.storage(.none) }
    try time("fingerprints", "copies") { rows.fingerprints() }
    try time("scoring", "scores") { rows.scoring() }
    try roundOfRuns()
    if let result = wholes.first?.result {
      try time("report", "bytes") { try rows.report(result) }
    }
  }

  /// Whole runs; what forks and the other agents' lives cost is the difference of two. The first is
  /// the one that the goal is about: one life of the homes, every stage and score.
  private func roundOfRuns() throws {
    try whole("run, store: raw", .raw, ["players.agents=[]"])
    try whole("run, store: raw, null agent's life too", .raw, ["players.agents=[null]"])
    try whole("run, store: raw, all agents' lives too", .raw, [])
    try whole("run, store: chunks", .chunks, ["players.agents=[]"])
    try whole("run, store: none", Scenario.Store.none, ["players.agents=[]"])
    try whole("run, nothing kept", nil, ["players.agents=[]"])
    try whole("run, nothing kept, no forks", nil, ["oracle.homes=0", "players.agents=[]"])
  }

  /// Events of their own, so that they stand beside the table of the run's readings.
  private func complexEvents() throws {
    guard isWanted("complex events") else { return }
    let readings = ComplexEvents.stream()
    let begin = Self.cpuSeconds()
    let count = try ComplexEvents.match(readings)
    eventSeconds.append((Self.cpuSeconds() - begin) / Double(count))
  }

  // MARK: Clock

  private func isWanted(_ name: String) -> Bool { only.isEmpty || only.contains(name) }

  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private func time(
    _ name: String, _ thing: String, isPart: Bool = false, _ body: () throws -> Int
  ) throws {
    guard isWanted(name) else { return }
    let begin = Self.cpuSeconds()
    let count = try body()
    let spent = Self.cpuSeconds() - begin
    let index =
      measured.firstIndex { $0.name == name }
      ?? {
        measured.append(Row(name: name, thing: thing, isPart: isPart))
        return measured.count - 1
      }()
    measured[index].seconds.append(spent)
    measured[index].count = count
  }

  private func whole(_ name: String, _ store: Scenario.Store?, _ overrides: [String]) throws {
    guard isWanted(name) else { return }
    let plan = try place.plan(overrides)
    let begin = Self.cpuSeconds()
    let result = try Rows.whole(plan, store: store)
    let spent = Self.cpuSeconds() - begin
    if let index = wholes.firstIndex(where: { $0.name == name }) {
      wholes[index].seconds.append(spent)
    } else {
      wholes.append((name, [spent], result))
    }
  }

  private static func median(_ seconds: [Double]) -> Double { Statistics.median(seconds) ?? 0 }

  // MARK: Table

  func table(rounds: Int) -> String {
    let scenario = plan.scenario
    let days = scenario.duration.hours / 24
    var lines = [
      "\(scenario.name), seed \(plan.seed): \(scenario.homeCount) homes, \(days) days, "
        + "\(readingCount) readings; medians of \(rounds) rounds, one thread.",
      "",
      "| stage | ns a reading | share | readings a CPU-s | handled |",
      "|---|---:|---:|---:|---:|",
    ]
    let sum = measured.filter { !$0.isPart }.reduce(0) { $0 + Self.median($1.seconds) }
    for row in measured {
      let seconds = Self.median(row.seconds)
      let share = row.isPart ? "(part)" : Self.text(100 * seconds / sum) + " %"
      lines.append(
        "| \(row.name) | \(each(seconds)) | \(share) | \(rate(seconds)) | "
          + "\(row.count) \(row.thing) |")
    }
    lines.append("| all stages, store: raw | \(each(sum)) | 100 % | \(rate(sum)) | |")
    lines += [
      "", "| whole run | ns a reading | readings a CPU-s | beside raw |", "|---|---:|---:|---:|",
    ]
    let raw = wholes.first.map { Self.median($0.seconds) } ?? 1
    for run in wholes {
      let seconds = Self.median(run.seconds)
      lines.append(
        "| \(run.name) | \(each(seconds)) | \(rate(seconds)) | \(Self.text(raw / seconds)) |")
    }
    let goal = Double(readingCount) / raw / 300_000
    lines += [
      "",
      "Goal with store: raw 300000 readings a CPU-second: \(goal >= 1 ? "met" : "MISSED"), "
        + "\(Self.text(goal)) times.",
    ]
    if !eventSeconds.isEmpty {
      let micros = Self.median(eventSeconds) * 1e6
      let verdict = micros <= 1 ? "met" : "MISSED"
      lines.append(
        "Complex events (the data plan's pattern, 500000 events, 100 keys): "
          + "\(Self.text(micros)) us CPU an event; goal at most 1: \(verdict).")
    }
    return lines.joined(separator: "\n")
  }

  private func each(_ seconds: Double) -> String {
    Self.text(seconds * 1e9 / Double(readingCount))
  }

  private func rate(_ seconds: Double) -> String {
    seconds > 0 ? String(Int(Double(readingCount) / seconds)) : "-"
  }

  private static func text(_ value: Double) -> String {
    String(format: value < 10 ? "%.2f" : "%.1f", value)
  }
}
