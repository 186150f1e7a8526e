import Clockwork
import Scenarios
import Telemetry
import Testing
import Truth

@testable import Devices

/// Homes stay small: what a bench measures (`make bench-memory`) follows from these.
@Suite struct RecordSizeTests {
  /// Forty devices and fifty sensors are half of a home. Who adds a field that few of them need
  /// puts it elsewhere (``SensorChannel/Affliction``) or into what they share (``SharedModel``).
  @Test func recordsKeepTheirSize() {
    #expect(MemoryLayout<DeviceUnit>.stride <= 328)
    #expect(MemoryLayout<RadioLink>.stride <= 112)
    #expect(MemoryLayout<SensorChannel>.stride <= 144)
  }

  @Test func homesThatOwnAModelShareIt() {
    let models = Shipped.catalogue.models.filter { $0.kind == .hygrometer }.map { SharedModel($0) }
    #expect(models.count > 1)
    let rest = DeviceKind.allCases.filter { $0 != .hygrometer }.map {
      SharedModel(Shipped.standard($0))
    }
    let (one, other) = (OwnedModels(rest + [models[0]]), OwnedModels(rest + [models[1]]))
    for kind in DeviceKind.allCases {
      #expect((one.shared(kind) === other.shared(kind)) == (kind != .hygrometer), "\(kind.name)")
      #expect(one[kind] == one.shared(kind).model)
      #expect(one.shared(kind).perfect([]) === one.shared(kind))
    }
    let meter = one.shared(.electricityMeter)
    let energy = meter.twoWay.model.channels.first { $0.channel == .energy }
    #expect(energy?.rangeMin ?? 0 < 0 && one.shared(.lamp).twoWay === one.shared(.lamp))
  }

  /// A copy is a fork: what befalls its sensors befalls nobody else's.
  @Test func faultsOfACopyAreItsOwn() {
    let start = SimTime(microseconds: 0)
    let sound = SensorChannel(
      model: ChannelModel(.temperature, periodSeconds: 60, resolution: 0.1, range: -40...60),
      device: DeviceIndex(0), firstTick: start, seed: 1, entity: 1)
    let fault = SensorFault(
      number: 0, kind: .bias, start: start, end: start + .days(9), magnitude: 3)
    var one = sound
    one.faults.append(fault)
    var copy = one
    copy.faults[0].magnitude = 5
    copy.faults.append(fault)
    #expect(sound.faults.isEmpty && !sound.isAfflicted && one.isAfflicted)
    #expect(one.faults.map(\.magnitude) == [3])
    #expect(copy.faults.map(\.magnitude) == [5, 3])
    var healthy = sound
    #expect(healthy.measure(20, tick: 0, elapsedTicks: 1) == 20)
    #expect(one.measure(20, tick: 0, elapsedTicks: 1) == 23)
    #expect(copy.measure(20, tick: 0, elapsedTicks: 1) == 28)
  }
}
