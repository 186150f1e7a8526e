import Clockwork
import Devices
import Dwellings
import Foundation
import Homes
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Bugs of firmware that show in messages: their numbers, what they state of the battery, and how
/// often they come.
@Suite struct FirmwareMessageTests {
  /// What two thermometers of a model send in some days, all of it, in order.
  private struct Life {
    var headers: [Int: [MessageHeader]] = [:]
    /// Told of a kind, by device.
    var faults: [Int: Range<SimTime>] = [:]
  }

  private static func live(_ model: String, days: Int, _ kind: FaultKind) throws -> Life {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=1", "duration=\(days)d", "history=0d", "faults=[]", "expect={}",
        "world.devices.models=[{model: \(model), share: 1}]",
      ])
    var specification = plan.specification(0)
    specification.perfect = [.links]
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var unheard = UnheardHome(specification, weather: weather)
    var life = Life()
    let thermometers = unheard.home.sitePlan.devices.filter { $0.kind == .thermometer }
      .map(\.index.index)
    #expect(thermometers.count == 2)
    try unheard.live(to: plan.end, weather: weather) { _, bytes in
      guard case .readings(let header, _) = MessageCodec.decode(bytes),
        thermometers.contains(header.device.index)
      else { return }
      life.headers[header.device.index, default: []].append(header)
    } was: { _ in
    }
    for event in Home.faults(of: specification) {
      guard case .deviceFault(let device, kind, _, let start, let end) = event else { continue }
      #expect(life.faults[device.index] == nil)
      life.faults[device.index] = start..<end
    }
    return life
  }

  @Test func anUpdateDoublesTheInterval() throws {
    let life = try Self.live("early-slow", days: 14, .doubledPeriod)
    #expect(!life.faults.isEmpty)
    for (device, headers) in life.headers {
      let since = life.faults[device]?.lowerBound ?? .distantFuture
      var counts = [0, 0]
      for (one, next) in zip(headers, headers.dropFirst()) {
        // Clocks are off by some seconds; where the interval changes it is either.
        guard (one.deviceTime - since).seconds.magnitude > 600 else { continue }
        let gap = (next.deviceTime - one.deviceTime).seconds
        let expected: Double = one.deviceTime < since ? 120 : 240
        #expect((gap - expected).magnitude < 10, "\(gap)")
        counts[one.deviceTime < since ? 0 : 1] += 1
      }
      if since != .distantFuture { #expect(counts[0] > 0 && counts[1] > 0) }
    }
  }

  @Test func eightBitsWrap() throws {
    let life = try Self.live("early-byte", days: 3, .misnumbered)
    #expect(life.faults.count == 2)
    for (device, headers) in life.headers {
      let end = try #require(life.faults[device]).upperBound
      for (one, next) in zip(headers, headers.dropFirst()) where next.deviceTime + .hours(1) < end {
        #expect(next.sequence < 256)
        // A status may lie in between.
        let step = (next.sequence &- one.sequence) & 0xFF
        #expect(step == 1 || step == 2)
      }
      #expect(zip(headers, headers.dropFirst()).contains { $1.sequence < $0.sequence })
    }
  }

  @Test func aStartNumbersAnew() throws {
    let life = try Self.live("early-zero", days: 12, .misnumbered)
    #expect(!life.faults.isEmpty)
    for (device, stretch) in life.faults {
      let headers = try #require(life.headers[device])
      let falls = zip(headers, headers.dropFirst()).filter { $1.sequence < $0.sequence }
      #expect(!falls.isEmpty && falls.allSatisfy { $1.sequence <= 1 })
      // The first start, and none before it.
      let first = try #require(falls.first)
      #expect((first.1.deviceTime - stretch.lowerBound).seconds.magnitude < 200)
    }
  }

  @Test func aBatteryIsFullUntilItIsEmpty() throws {
    let life = try Self.live("early-full", days: 2, .misstatedCharge)
    #expect(life.faults.count == 2)
    for (device, headers) in life.headers {
      let stretch = try #require(life.faults[device])
      for header in headers where stretch.contains(header.deviceTime) {
        #expect(header.batteryPercent == 100 || header.batteryPercent <= 20)
      }
    }
    // Sound firmware of the same battery says what the voltage says.
    let sound = try Self.live("probe-12", days: 1, .misstatedCharge)
    #expect(sound.faults.isEmpty)
    #expect(sound.headers.values.joined().contains { (21..<100).contains($0.batteryPercent) })
  }

  /// Numbers that were there before are on the books like all others: a run checks that every
  /// message is accounted for.
  @Test(arguments: ["early-byte", "early-zero"])
  func theBooksBalance(model: String) throws {
    let settings = [
      "homes=2", "duration=4d", "history=0d", "faults=[]", "expect={}",
      "world.devices.models=[{model: \(model), share: 1}]",
    ]
    let ledger = try Fixture.run(try Fixture.plan("quickstart", settings)).ledger
    // What comes under an old number is too old to be new, or known already.
    #expect(ledger.count(.late) + ledger.count(.duplicate) > 100)
  }
}
