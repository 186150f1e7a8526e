import Clockwork
import Dwellings
import Homes
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Voltage, current and power factor as plugs, meters and clamps send them.
@Suite struct SupplyReadingTests {
  @Test func eachIsReadOnceAnHour() throws {
    let plan = try Fixture.plan(
      "quickstart", ["homes=2", "duration=6h", "history=0s", "faults=[]"])
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    for index in 0..<2 {
      var home = UnheardHome(plan.specification(index), weather: weather)
      let devices = home.home.sitePlan.devices.count { device in
        device.channels.contains { $0.channel == .voltage }
      }
      #expect(devices >= 6)
      var counts = [Channel: Int]()
      var values = [Channel: [Double]]()
      try home.live(to: plan.end, weather: weather) { _, bytes in
        guard case .readings(_, let group) = MessageCodec.decode(bytes) else { return }
        for place in 0..<Int(group.count) where group[place].channel.isSupplyQuality {
          counts[group[place].channel, default: 0] += 1
          values[group[place].channel, default: []].append(group[place].value)
        }
      } was: { _ in
      }
      // Six hours; radio loses a few and doubles fewer.
      for channel in [Channel.voltage, .current, .powerFactor] {
        let count = counts[channel] ?? 0
        #expect(count > 4 * devices && count < 8 * devices, "\(channel.name): \(count)")
      }
      // A leg of 120 V or both, within 5 % and what meters err.
      for volts in values[.voltage] ?? [] {
        #expect((110...130).contains(volts) || (222...258).contains(volts), "\(volts) V")
      }
      #expect((values[.current] ?? []).allSatisfy { $0 >= 0 && $0 < 100 })
      #expect((values[.powerFactor] ?? []).allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect((values[.powerFactor] ?? []).contains { $0 < 0.95 })
    }
  }
}
