import Clockwork
import Fusion
import Telemetry
import TestSupport
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)

private func fuser(_ method: FusionMethod) -> RoomFuser {
  RoomFuser(
    method: method,
    sensors: [0.5, 0.3, 0.4].map { FusedSensor(sheetSD: $0, addedSD: 0.003) },
    dynamics: .roomTemperature)
}

@Suite struct FuserTests {
  /// The data plan's own usage: 22.1, 22.3, 21.9 with 0.5, 0.3, 0.4.
  @Test func inverseVarianceIsTheDataPlansFormula() throws {
    var fused = fuser(.inverseVariance)
    #expect(fused.estimate(at: start) == nil)
    for (sensor, value) in [22.1, 22.3, 21.9].enumerated() {
      fused.observe(value, sensor: sensor, at: start)
    }
    let (mean, sd) = try #require(fused.estimate(at: start))
    #expect((mean - 22.121_276_595_744_68).magnitude < 1e-12)
    #expect((sd - 0.127_659_574_468_085_1).magnitude < 1e-12)
  }

  @Test func meanAndLatest() throws {
    var plain = fuser(.mean)
    var latest = fuser(.latest)
    for (sensor, value) in [22.1, 22.3, 21.9].enumerated() {
      plain.observe(value, sensor: sensor, at: start + .seconds(Int64(sensor)))
      latest.observe(value, sensor: 2 - sensor, at: start + .seconds(Int64(sensor)))
    }
    let now = start + .minutes(1)
    let mean = try #require(plain.estimate(at: now))
    #expect((mean.mean - 22.1).magnitude < 1e-12)
    #expect((mean.sd - 0.4 / 3.0.squareRoot()).magnitude < 1e-12)
    let last = try #require(latest.estimate(at: now))
    #expect(last.mean == 21.9 && last.sd == 0.5)
  }

  @Test(arguments: [FusionMethod.mean, .inverseVariance])
  func staleReadingsNoLongerCount(method: FusionMethod) {
    var fused = fuser(method)
    fused.observe(10, sensor: 0, at: start)
    fused.observe(22, sensor: 1, at: start + .minutes(30))
    let justStale = start + RoomFuser.staleAfter + SimDuration(microseconds: 1)
    let mean = fused.estimate(at: justStale)?.mean ?? .nan
    #expect((mean - 22).magnitude < 1e-9)
    #expect(fused.estimate(at: justStale + .minutes(30)) == nil)
  }

  @Test(arguments: FusionMethod.allCases)
  func nothingReadNothingSaidAndGarbageIsNothing(method: FusionMethod) {
    var fused = fuser(method)
    #expect(fused.estimate(at: start) == nil)
    fused.observe(.nan, sensor: 0, at: start)
    #expect(fused.estimate(at: start) == nil)
    fused.observe(21, sensor: 1, at: start)
    #expect((fused.estimate(at: start)?.mean).map { ($0 - 21).magnitude < 1e-9 } == true)
  }

  @Test func homeRoutesEachSlotToItsRoom() {
    func sheet(_ channel: Channel) -> SitePlan.ChannelSheet {
      TestHome.sheet(channel, period: 60, resolution: 0.01, range: -40...10_000)
    }
    func device(_ index: Int, room: Int) -> SitePlan.Device {
      TestHome.device(index, .thermometer, room: room)
    }
    let plan = TestHome.plan(
      HomeID(0), street: "1 Elm Street",
      rooms: (0..<3).map {
        SitePlan.Room(index: RoomIndex($0), kind: .bedroom, name: "room_\($0)", areaM2: 10)
      },
      devices: [device(0, room: 1), device(1, room: 0), device(2, room: 1)])
    let slots: [(device: DeviceIndex, sheet: SitePlan.ChannelSheet)] = [
      (DeviceIndex(0), sheet(.temperature)), (DeviceIndex(0), sheet(.power)),
      (DeviceIndex(1), sheet(.temperature)), (DeviceIndex(2), sheet(.co2)),
      (DeviceIndex(2), sheet(.temperature)),
    ]
    var (home, routes) = Fuser.make(
      plan: plan, slots: slots, sampling: slots.map { _ in Fuser.Sampling() }, method: .mean)
    let expected: [(RoomIndex, Channel)] = [
      (RoomIndex(0), .temperature), (RoomIndex(1), .temperature), (RoomIndex(1), .co2),
    ]
    #expect(home.subjects.map(\.room) == expected.map(\.0))
    #expect(home.subjects.map(\.channel) == expected.map(\.1))
    #expect(routes.map { $0?.fuser } == [1, nil, 0, 2, 1])
    #expect(routes.map { $0?.sensor } == [0, nil, 0, 0, 1])
    if let first = routes[0], let second = routes[4] {
      home.observe(20, route: first, at: start)
      home.observe(22, route: second, at: start)
    }
    var estimates: [Estimate] = []
    home.estimate(at: start, into: &estimates)
    #expect(estimates.map(\.mean) == [21])
    #expect(estimates.map(\.room) == [RoomIndex(1)])
  }
}
