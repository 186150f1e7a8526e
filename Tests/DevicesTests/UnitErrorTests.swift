import Clockwork
import Devices
import Foundation
import Telemetry
import Testing
import Truth

private let start = SimTime(microseconds: 1_705_276_800_000_000)

private func unit(
  _ channel: Channel, pressurePa: Double = 101_325, entity: UInt64 = 1,
  change: (inout ChannelModel) -> Void
) -> SensorChannel {
  let range: ClosedRange<Double> = channel == .relativeHumidity ? 0...1 : -1e6...1e6
  var model = ChannelModel(channel, periodSeconds: 60, resolution: 1e-9, range: range)
  change(&model)
  return SensorChannel(
    model: model, device: DeviceIndex(0), firstTick: start, pressurePa: pressurePa, seed: 9,
    entity: entity)
}

/// Errors whose size is known in closed form.
@Suite struct UnitErrorTests {
  @Test func aWarmThermometerReadsItsHeat() {
    var sensor = unit(.temperature) {
      $0.selfHeatingK = 0.8
      $0.warmUpSeconds = 600
    }
    let cold = sensor.measure(20, tick: 0, elapsedTicks: 0) ?? .nan
    let early = (sensor.measure(20, tick: 10, elapsedTicks: 10) ?? .nan) - 20
    let late = (sensor.measure(20, tick: 1_000, elapsedTicks: 990) ?? .nan) - 20
    #expect((cold - 20).magnitude < 1e-8)
    // After one time constant.
    #expect((early / late - (1 - exp(-1))).magnitude < 1e-6)
    // A housing is up to three tenths off.
    #expect((0.6...1.1).contains(late))
  }

  @Test func aWarmHygrometerReadsDrierAir() {
    var sensor = unit(.relativeHumidity) { $0.selfHeatingK = 1 }
    var thermometer = unit(.temperature) { $0.selfHeatingK = 1 }
    let heat = (thermometer.measure(21, tick: 0, elapsedTicks: 0) ?? .nan) - 21
    let humidity = sensor.measure(0.5, tick: 0, elapsedTicks: 0) ?? .nan
    func pressure(_ celsius: Double) -> Double { exp(17.62 * celsius / (243.12 + celsius)) }
    #expect((humidity - 0.5 * pressure(21) / pressure(21 + heat)).magnitude < 1e-8)
    // 5.9 % of the reading for the first kelvin.
    #expect((1 - pressure(21) / pressure(22) - 0.0595).magnitude < 0.001)
  }

  @Test func infraredReadsTheAirPressure() {
    // Denver: 83.5 kPa, 17.8 below the standard, 1.6 % each.
    var sensor = unit(.co2, pressurePa: 83_500) { $0.pressureSharePerKPa = 0.016 }
    let value = sensor.measure(1_000, tick: 0, elapsedTicks: 0) ?? .nan
    #expect((value - 1_000 * (1 - 0.016 * 17.825)).magnitude < 1e-6)
  }

  @Test func ageingIsALineThroughPowerOn() {
    var sensor = unit(.temperature) { $0.ageingSDPerYear = 0.5 }
    let year = Int64(365 * 1_440)
    let first = sensor.measure(20, tick: 0, elapsedTicks: 0) ?? .nan
    let half = (sensor.measure(20, tick: year / 2, elapsedTicks: 64) ?? .nan) - first
    let whole = (sensor.measure(20, tick: year, elapsedTicks: 64) ?? .nan) - first
    #expect((first - 20).magnitude < 1e-8 && whole.magnitude > 0.001)
    #expect((whole - 2 * half).magnitude < 1e-8)
  }

  /// Two sounds of 33 dB are 36.0 dB; 60 dB hide a noise of 33 dB all but 0.009 dB.
  @Test func aMicrophoneHearsItself() {
    var meter = unit(.noiseLevel) { $0.selfNoiseDB = 33 }
    func reading(_ level: Double) -> Double {
      meter.measure(level, tick: 0, elapsedTicks: 0) ?? .nan
    }
    #expect((reading(33) - 36.0103).magnitude < 1e-4)
    #expect((reading(60) - 60.00865).magnitude < 1e-4)
    #expect((reading(0) - 33.00218).magnitude < 1e-4)
    let time = meter.time(ofTick: 0)
    #expect((meter.error.value(of: reading(41), at: time) - 41).magnitude < 1e-6)
    // What lies below its own noise cannot be told.
    #expect(meter.error.value(of: 20, at: time) == 0)
    let read = reading(40)
    let parts = meter.parts(of: 40, reading: read, tick: 0)
    #expect((parts.selfNoise - (read - 40)).magnitude < 1e-6 && parts.heat.magnitude < 1e-9)
    let sum = parts.named.reduce(parts.truth) { $0 + $1.value }
    #expect((sum - read).magnitude < 1e-9)
  }

  /// What the oracle is told takes every systematic error away.
  @Test func anErrorCanBeTakenBack() {
    for (channel, value) in [(Channel.temperature, 19.5), (.relativeHumidity, 0.43), (.co2, 812)] {
      for entity in 0..<50 as Range<UInt64> {
        var sensor = unit(channel, pressurePa: 92_000, entity: entity) {
          $0.biasSD = 0.01 * value
          $0.gainSD = 0.02
          $0.ageingSDPerYear = 0.01 * value
          $0.selfHeatingK = channel == .co2 ? 0 : 0.7
          $0.warmUpSeconds = 900
          $0.pressureSharePerKPa = channel == .co2 ? 0.016 : 0
        }
        for tick in [0, 3, 20_000] as [Int64] {
          let reading = sensor.measure(value, tick: tick, elapsedTicks: 64) ?? .nan
          #expect(
            sensor.healthy.mean == sensor.error.reading(of: value, at: sensor.time(ofTick: tick)))
          let back = sensor.error.value(of: reading, at: sensor.time(ofTick: tick))
          #expect((back - value).magnitude < 1e-6 * value, "\(channel) \(entity) \(tick)")
        }
      }
    }
  }
}
