import Clockwork
import Compression
import Foundation
import Homes
import Ingestion
import Lanes
import SQLite
import ScenarioFiles
import Scenarios
import Scoring
import Storage
import Telemetry

/// What keeps and judges: the log, the stores, the scores, the report, and whole runs.
extension Rows {
  /// Packs a day's copies of each home and appends them to the log.
  func wireLog() throws -> Int {
    try inFolder { folder in
      let log = try Log(path: folder + "/wire.sqlite", durability: .batch)
      let compressor = Compressor()
      var builders = recordings.map { SegmentBuilder(home: $0.specification.home) }
      var wires = recordings.map(\.copies)
      var copies = 0
      var window: Int64 = 0
      var day = plan.birth + .days(1)
      while day <= plan.end {
        for index in recordings.indices {
          wires[index].take(upTo: day) { arrival, bytes in
            builders[index].append(bytes, arrival: arrival)
            copies += 1
          }
          if let segment = builders[index].finish(window: window, using: compressor) {
            try log.append(segment)
          }
        }
        window += 1
        day += .days(1)
      }
      try log.close()
      return copies
    }
  }

  /// Feeds and packs in the lane, appends and indexes in the store.
  func storage(_ mode: StoreMode) throws -> Int {
    try inFolder { folder in
      let store = try Store(path: folder + "/twin.sqlite", mode: mode, durability: .batch)
      let compressor = Compressor()
      var feeds = recordings.map {
        StoreFeed(home: $0.specification.home, mode: mode, directory: $0.directory)
      }
      for recording in recordings { try store.register(recording.sitePlan, at: plan.birth) }
      let hours = recordings.map(\.hours.count).max() ?? 0
      var count = 0
      for first in stride(from: 0, to: hours, by: 24) {
        for (index, recording) in recordings.enumerated() {
          for hour in recording.hours[first..<min(first + 24, recording.hours.count)] {
            for entry in hour.tap.entries { feeds[index].append(entry.reading) }
            count += hour.tap.entries.count
          }
          let isLast = first + 24 >= hours
          let batch =
            isLast
            ? feeds[index].finish(using: compressor) : feeds[index].take(using: compressor)
          _ = try store.append(batch, window: Int64(first / 24))
        }
      }
      try store.close()
      return count
    }
  }

  /// Fingerprints of what came in and what was concluded.
  func fingerprints() -> Int {
    var count = 0
    for recording in recordings {
      var hash = Fingerprint()
      recording.copies.forEachPending { bytes in
        hash.combine(bytes: bytes)
        count += 1
      }
      var probe = ScoringProbe(home: recording.born, plan: plan)
      for hour in recording.hours { probe.hash(hour.conclusions) }
    }
    return count
  }

  /// All scores with their null, random and oracle players, save the oracle's forks of the world.
  func scoring() -> Int {
    var probes: [ScoringProbe] = []
    for recording in recordings {
      var probe = ScoringProbe(home: recording.born, plan: plan)
      for hour in recording.hours {
        probe.consume(
          truth: hour.truth, conclusions: hour.conclusions, tap: hour.tap)
      }
      probe.finish()
      probes.append(probe)
    }
    return ScoringProbe.judge(probes).count
  }

  func report(_ result: RunResult) throws -> Int {
    try inFolder { folder in
      let run = try RunFolder(target: folder + "/run", hash: "", force: true)
      defer { run.discard() }
      let document = RunDocument(
        plan: plan, result: result, verdicts: [],
        options: RunOptions(threadCount: 1, window: .days(1)), versionText: "bench", commit: nil,
        wallSeconds: 0, cpuSeconds: 0)
      try document.write(to: run)
      return run.sizes().reduce(0) { $0 + $1.bytes }
    }
  }

  // MARK: Whole runs

  /// A whole run on one thread, as `hometwin run` makes it; nil keeps no file at all.
  static func whole(_ plan: RunPlan, store: Scenario.Store?) throws -> RunResult {
    try inFolder { folder in
      let outputs = try store.map {
        try RunOutputs(
          folder: folder, keep: [.stores, .truth, .wire, .ledger], store: $0, durability: .fast)
      }
      return try Run(
        plan, options: RunOptions(threadCount: 1, window: .days(1)), outputs: outputs,
        report: { _ in }
      ).execute()
    }
  }
}

/// Gives the body a folder of its own and removes it afterwards.
func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "hometwin-bench-\(ProcessInfo.processInfo.globallyUniqueString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}
