import Clockwork
import Foundation
import Homes
import Lanes
import Sampling
import ScenarioFiles
import Scenarios
import Telemetry

/// What a home, its ledger, its lane and its scorer hold after some days, by the allocator's own
/// count.
enum Memory {
  /// Of a home without its ledger, KiB.
  static let goalKiB = 64

  static func table(_ place: Place) throws -> String {
    var lines = [
      "| after | KiB a home | the median home | its ledger | its sampling | a lane | a scorer "
        + "| sensors a home |",
      "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for days in [1, 7, 28] {
      for audited in days == 7 ? ["0", "1000000"] : ["0"] {
        let plan = try place.plan([
          "duration=\(days)d", "history=0d", "audit.homes=\(audited)",
        ])
        lines.append(row(plan, audited == "0" ? "\(days) d" : "\(days) d, audited"))
      }
    }
    lines.append("\nGoal of a home without its ledger: \(goalKiB) KiB.")
    return lines.joined(separator: "\n")
  }

  /// A home in memory of its own, so that letting go of it gives all of it back.
  private final class Living {
    var home: Home
    init(_ home: Home) { self.home = home }
  }

  private static func row(_ plan: RunPlan, _ name: String) -> String {
    let weather = plan.weather()
    let count = plan.scenario.homeCount
    var homes: [Living] = []
    var edges: [EdgeSampler] = []
    var lanes: [Lane] = []
    var probes: [ScoringProbe] = []
    var sensors = 0
    for index in 0..<count {
      let specification = plan.specification(index)
      let born = Home(specification, outdoor: weather.conditions[0])
      var probe = ScoringProbe(home: born, plan: plan)
      let edge = EdgeSampler(
        methods: plan.laneSettings.sampling.policies(born.sitePlan), home: specification.home)
      var loop = HomeLoop(home: born, settings: plan.laneSettings, edge: edge)
      loop.run(to: plan.end, weather: weather, onStretch: { _ in }, onCopy: { _, _ in }) { hour in
        probe.consume(
          truth: hour.truth, conclusions: hour.conclusions, tap: hour.tap)
      }
      sensors += born.sitePlan.devices.reduce(0) { $0 + $1.channels.count }
      var home = loop.home
      home.releaseCaches()
      homes.append(Living(home))
      edges.append(loop.edge)
      lanes.append(loop.lane)
      probes.append(probe)
    }
    var bytes = [heapBytes()]
    probes = []
    bytes.append(heapBytes())
    lanes = []
    bytes.append(heapBytes())
    edges = []
    bytes.append(heapBytes())
    for living in homes { _ = living.home.takeLedgerPage(before: .distantFuture) }
    bytes.append(heapBytes())
    var sizes: [Int] = []
    while !homes.isEmpty {
      let before = heapBytes()
      homes.removeLast()
      sizes.append(before - heapBytes())
    }
    bytes.append(heapBytes())
    func kiB(_ bytes: Int) -> String {
      let tenths = (10 * bytes + 512) / 1024
      return "\(tenths / 10).\(abs(tenths % 10))"
    }
    let median = sizes.sorted()[count / 2]
    let parts = [4, 3, 2, 1, 0].map { kiB((bytes[$0] - bytes[$0 + 1]) / count) }
    let cells = [parts[0], kiB(median)] + parts[1...] + [String(sensors / count)]
    return "| \(name) | " + cells.joined(separator: " | ") + " |"
  }

  /// Bytes in use of what the allocator holds, from glibc's own account: all it got, with what is
  /// mapped, less what lies free.
  ///
  /// `malloc.h` is not in the Glibc module, hence the look-up by name.
  private static func heapBytes() -> Int {
    typealias MallocInfo = @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32
    guard let symbol = dlsym(nil, "malloc_info"), let file = tmpfile() else { return 0 }
    defer { fclose(file) }
    guard unsafeBitCast(symbol, to: MallocInfo.self)(0, file) == 0 else { return 0 }
    rewind(file)
    var text: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { text.append(UInt8(truncatingIfNeeded: byte)) }
    // The totals over all arenas come last.
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    func total(_ type: String) -> Int {
      let line = lines.last { $0.contains("type=\"\(type)\"") } ?? ""
      let size = line.split(separator: "size=\"").last?.prefix { $0.isNumber }
      return size.flatMap { Int($0) } ?? 0
    }
    return total("current") + total("mmap") - total("fast") - total("rest")
  }
}
