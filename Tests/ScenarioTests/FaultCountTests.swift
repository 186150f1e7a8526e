import Clockwork
import Foundation
import Homes
import ScenarioFiles
import Scenarios
import Telemetry
import Testing
import Truth

/// `count:` hits exactly so many sensors of the fleet.
@Suite struct FaultCountTests {
  private struct Hit: Hashable, Comparable {
    var home: Int
    var device: Int
    static func < (a: Hit, b: Hit) -> Bool { (a.home, a.device) < (b.home, b.device) }
  }

  private func plan(count: Int, homes: Int, seed: Int, kind: String = "temperature") throws
    -> RunPlan
  {
    try Fixture.plan(
      "quickstart",
      [
        "homes=\(homes)", "seed=\(seed)", "oracle.homes=0",
        "faults=[{kind: bias, sensors: {kind: \(kind), count: \(count)}, size: 2 K, from: 12h}]",
      ])
  }

  private func hits(_ plan: RunPlan) -> [Hit] {
    (0..<plan.scenario.homeCount).flatMap { home in
      Home.faults(of: plan.specification(home)).compactMap { event -> Hit? in
        guard case .fault(let device, let channel, _, _, _, _) = event else { return nil }
        return channel == .temperature ? Hit(home: home, device: device.index) : nil
      }
    }
  }

  @Test(arguments: [1, 2, 6, 17]) func countIsExact(_ count: Int) throws {
    for seed in 1...12 {
      let found = hits(try plan(count: count, homes: 5, seed: seed))
      #expect(found.count == count, "seed \(seed)")
      #expect(Set(found).count == count, "seed \(seed): nobody is hit twice")
    }
  }

  @Test func theSeedChooses() throws {
    let first = hits(try plan(count: 6, homes: 5, seed: 1))
    #expect(hits(try plan(count: 6, homes: 5, seed: 1)) == first)
    #expect(hits(try plan(count: 6, homes: 5, seed: 2)) != first)
  }

  /// Each choice holds the smaller ones, so that more faults are the same faults and others.
  @Test func aLargerCountAdds() throws {
    let few = Set(hits(try plan(count: 5, homes: 5, seed: 3)))
    #expect(few.isSubset(of: hits(try plan(count: 9, homes: 5, seed: 3))))
  }

  /// Over many seeds every sensor has the same chance.
  @Test func nobodyIsPreferred() throws {
    var counts = [Int](repeating: 0, count: 4)
    for seed in 1...200 {
      for hit in hits(try plan(count: 4, homes: 4, seed: seed)) { counts[hit.home] += 1 }
    }
    // 800 hits on 4 homes of nearly equal size: 200 each, sd 12; homes differ by their rooms.
    for count in counts { #expect((130...270).contains(count), "\(counts)") }
  }

  /// Whoever looks for faults finds one where two strike one sensor alike at one moment.
  @Test func equalFaultsAreOneFault() throws {
    let fault = "kind: bias, sensors: {kind: temperature, share: 100 %}, size: 1 K, from: 12h"
    let outage = "kind: link-outage, homes: {share: 100 %}, from: 12h"
    func events(_ faults: String) throws -> [TruthEvent] {
      let plan = try Fixture.plan("quickstart", ["homes=1", "faults=[\(faults)]"])
      return Home.faults(of: plan.specification(0))
    }
    func ends(_ events: [TruthEvent]) -> [SimTime] {
      events.map { event in
        switch event {
        case .fault(_, _, _, _, _, let end), .uplinkFault(_, _, let end): end
        default: .distantPast
        }
      }
    }
    let one = try events("{\(fault), for: 3h}, {\(outage), for: 2h}")
    let two = try events(
      "{\(fault), for: 1h}, {\(outage), for: 2h}, {\(fault), for: 3h}, {\(outage), for: 1h}")
    #expect(one.count > 2 && two.count == one.count && ends(two) == ends(one))
    guard case .fault(_, _, _, let magnitude, _, _) = two[0] else {
      Issue.record("no fault of a sensor")
      return
    }
    #expect(magnitude == 2)
    let apart = try events("{\(fault), for: 1h}, {\(fault.replacing("12h", with: "13h"))}")
    #expect(apart.count == 2 * (one.count - 1))
  }

  /// The devices that a fault strikes as a whole, over 40 homes.
  private func devices(_ fault: String) throws -> [Hit] {
    let plan = try Fixture.plan("quickstart", ["homes=40", "faults=[\(fault)]", "expect={}"])
    return (0..<40).flatMap { home in
      Home.faults(of: plan.specification(home)).compactMap { event -> Hit? in
        guard case .deviceFault(let device, _, _, _, _) = event else { return nil }
        return Hit(home: home, device: device.index)
      }
    }
  }

  /// A plug has four channels and one clock: it is struck as often as is said.
  @Test(arguments: ["clock-jump", "replayed"])
  func aDeviceDrawsOnce(kind: String) throws {
    let keys = kind == "clock-jump" ? "by: 1h" : "rate: 10/day"
    let all = try devices("{kind: \(kind), sensors: {kind: any}, \(keys)}").count
    let shared = try devices("{kind: \(kind), sensors: {kind: any, share: 20 %}, \(keys)}")
    #expect(Set(shared).count == shared.count)
    let expected = 0.2 * Double(all)
    #expect(
      all > 400 && (Double(shared.count) - expected).magnitude < 4 * (0.8 * expected).squareRoot(),
      "\(shared.count) of \(all)")
    let counted = try devices("{kind: \(kind), sensors: {kind: any, count: 17}, \(keys)}")
    #expect(counted.count == 17 && Set(counted).count == 17)
  }

  @Test func moreThanThereAreIsRefused() throws {
    do {
      _ = try plan(count: 500, homes: 2, seed: 1)
      Issue.record("500 of 2 homes' thermometers were accepted")
    } catch let error as RunError {
      #expect(error.exitCode == 2)
      #expect(error.description.contains("faults[0].sensors.count: found 500, expected at most"))
    }
  }
}
