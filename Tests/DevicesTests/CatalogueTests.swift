import Clockwork
import Devices
import Foundation
import ScenarioFiles
import Scenarios
import Telemetry
import Testing
import Truth

/// Drives every shipped model and holds what its outputs show against the catalogue.
@Suite struct CatalogueTests {
  private static let recovered = Shipped.catalogue.models.map(Recovered.init)

  private func found(_ model: DeviceModel) throws -> Recovered {
    try #require(Self.recovered.first { $0.name == model.name })
  }

  private func expect(
    _ value: Double, _ expected: Double, share: Double, floor: Double, _ what: String
  ) {
    let allowed = share * expected.magnitude + floor
    #expect(
      (value - expected).magnitude <= allowed, "\(what): found \(value), expected \(expected)")
  }

  @Test(arguments: Shipped.catalogue.models.map(\.name))
  func itsReadingsShowItsChannels(name: String) throws {
    let model = try #require(Shipped.catalogue.model(name))
    let found = try found(model)
    for channel in model.channels where channel.periodSeconds > 0 {
      let key = channel.channel.name
      let points = Drive(model: channel).points
      func value(_ figure: String) -> Double { found["\(key).\(figure)"] }
      expect(
        value("resolution"), channel.resolution, share: 0.01, floor: 0, "\(name) \(key) resolution")
      // 6,000 readings: 1 % of the spread; what is far below a step drowns in it.
      let middle = points.low + points.span / 2
      let noise = channel.noiseSD + channel.noiseShare * middle
      expect(
        value("noise"), noise, share: 0.08, floor: 0.1 * channel.resolution, "\(name) \(key) noise")
      // What is left of the noise in a mean, which units seem to differ by.
      let step = channel.resolution
      let rest = (noise * noise + step * step / 12) / Double(Drive.tickCount)
      // 1,000 units: 2.2 % of the spread, four of them.
      for (place, at) in [("low", points.low), ("high", points.high)] {
        let units = spread(channel, at: at)
        expect(
          value("accuracy_\(place)"), (units * units + rest).squareRoot(), share: 0.09,
          floor: 0.05 * step, "\(name) \(key) accuracy at \(at)")
      }
      // Four deviations of a sum over an hour's readings of 400 units.
      let period = Double(channel.periodSeconds)
      let still = 4 * (3_600 * period).squareRoot() * noise / 20 / (points.high - points.low)
      expect(
        value("lag"), channel.lagSeconds, share: 0.05, floor: 0.5 + still, "\(name) \(key) lag")
      expect(
        value("ageing"), channel.ageingSDPerYear, share: 0.1,
        floor: 0.1 * channel.resolution + 2 * noise / 8, "\(name) \(key) ageing")
      let calm = 4 * (noise + channel.resolution / 2) / Double(Drive.unitCount).squareRoot()
      expect(
        value("warm_up"), warmUp(channel, at: points.low), share: 0.05, floor: calm,
        "\(name) \(key) self-heating")
    }
  }

  /// What the figures say that units differ by at a value, self-heating's own spread included.
  private func spread(_ channel: ChannelModel, at value: Double) -> Double {
    let heat = 0.1 * channel.selfHeatingK
    let ofHeat =
      channel.channel == .relativeHumidity ? 0.0599 * heat * value : heat
    let gain = channel.gainSD * value
    return (channel.biasSD * channel.biasSD + gain * gain + ofHeat * ofHeat).squareRoot()
  }

  /// Magnus by the mathematics library, which the world does not use.
  private func warmUp(_ channel: ChannelModel, at value: Double) -> Double {
    guard channel.selfHeatingK > 0 else { return 0 }
    guard channel.channel == .relativeHumidity else { return channel.selfHeatingK }
    func pressure(_ celsius: Double) -> Double { exp(17.62 * celsius / (243.12 + celsius)) }
    return value * (pressure(21) / pressure(21 + channel.selfHeatingK) - 1)
  }

  @Test(arguments: Shipped.catalogue.models.map(\.name))
  func itsClockShowsRateOffsetAndSettings(name: String) throws {
    let model = try #require(Shipped.catalogue.model(name))
    let found = try found(model)
    // 2,000 units: 1.6 % of the spread, four of them.
    expect(found["clock.rate"], model.clock.rateSD, share: 0.065, floor: 0, name)
    expect(found["clock.offset"], model.clock.offsetSDSeconds, share: 0.065, floor: 0, name)
    expect(found["clock.set_every"], model.clock.setEvery.seconds, share: 0, floor: 60, name)
  }

  @Test(arguments: Shipped.catalogue.models.filter { $0.battery != nil }.map(\.name))
  func itsBatteryLastsAsLongAsItsFiguresSay(name: String) throws {
    let model = try #require(Shipped.catalogue.model(name))
    let battery = try #require(model.battery)
    let found = try found(model)
    for (key, spacing) in [("busy", 600.0), ("idle", 86_400.0)] {
      let lost = battery.selfDischargePerYear * battery.capacityJ / (365 * 86_400)
      let power = battery.sleepW + lost + battery.attemptJ / spacing
      let days = battery.capacityJ / power / 86_400
      expect(found["battery.\(key)_days"], days, share: 0.001, floor: 1.01, "\(name) \(key)")
      // Halfway, by the discharge curves of the cells.
      let half =
        switch battery.chemistry {
        case .alkaline where model.life.bugs.fullAbovePercent < 65: 100.0
        case .alkaline: 65.0
        case .lithiumIron: 100.0
        case .lithiumManganese: 93.0
        }
      expect(found["battery.\(key)_half"], half, share: 0, floor: 1, "\(name) \(key)")
    }
  }

  @Test func everythingElseIsFoundToo() throws {
    for model in Shipped.catalogue.models {
      let found = try found(model)
      // One status a day sees at most one start: 1 - exp(-rate).
      let mean = model.life.restartMean.hours / 24
      expect(
        found["life.starts_a_day"], mean > 0 ? 1 - exp(-1 / mean) : 0, share: 0.05, floor: 1e-6,
        "\(model.name) starts")
      // Of 400 units: four times 5 %.
      let update = model.life.update == nil ? 0 : model.life.updateMean.hours / 24
      expect(found["life.update_days"], update, share: 0.2, floor: 0, "\(model.name) update")
      switch model.kind {
      case .doorContact, .windowContact:
        expect(
          found["bounce.probability"], model.bounce.probability, share: 0.15, floor: 0, model.name)
        expect(
          found["bounce.gap"], model.bounce.gapMean.seconds, share: 0.2, floor: 0.002, model.name)
      case .motionDetector:
        expect(found["motion.hold"], model.motion.hold.seconds, share: 0, floor: 0, model.name)
        expect(found["motion.blind"], model.motion.blind.seconds, share: 0, floor: 1, model.name)
        expect(found["motion.miss"], model.motion.miss, share: 0.15, floor: 0.0005, model.name)
      case .gateway:
        let load = model.load
        expect(found["load.processor"], load.processorBase, share: 0, floor: 1e-9, model.name)
        expect(
          found["load.processor_slope"], load.processorSecondsPerMessage, share: 0, floor: 1e-9,
          model.name)
        expect(
          found["load.memory_slope"], 10 * load.memoryPerDay, share: 0, floor: 1e-9, model.name)
        expect(
          found["load.disk_slope"], 1e4 * load.diskPerMessage, share: 0, floor: 1e-9, model.name)
        expect(
          found["load.disk_max"], load.diskBase + load.logShareMax, share: 0.02, floor: 0,
          model.name)
      case .leakSensor:
        expect(found["leak.delay"], model.leak.delay.seconds, share: 0, floor: 1e-3, model.name)
        expect(found["leak.drying"], model.leak.drying.seconds, share: 0, floor: 1e-3, model.name)
        // The farthest of 400 lies near 1.5 m.
        expect(found["leak.reach"], 1.5 * 1.5, share: 0.02, floor: 0, model.name)
        #expect(found["leak.told_share"] == 1)
      case .smokeAlarm:
        let smoke = model.smoke
        // 1,000 units: 3 % of the spread, 0.3 % of the mean.
        expect(found["smoke.threshold"], smoke.thresholdDBM, share: 0.02, floor: 2e-4, model.name)
        expect(found["smoke.spread"], smoke.thresholdSpread, share: 0.1, floor: 1e-3, model.name)
        expect(found["smoke.entry"], smoke.entry.seconds, share: 0.01, floor: 0.05, model.name)
        // It needs some seconds more to fill.
        expect(
          found["smoke.hush"], smoke.hush.seconds, share: 0,
          floor: smoke.entry.seconds, model.name)
        expect(found["smoke.nuisance"], smoke.nuisance, share: 0.1, floor: 0, model.name)
        expect(
          found["smoke.test_days"], smoke.testMean.hours / 24, share: 0.07, floor: 0, model.name)
      case .soundMeter:
        // 1,000 units: 3 % of their spread.
        let channel = try #require(model.channels.first)
        expect(
          found["noise_level.silence"], try #require(channel.selfNoiseDB), share: 0,
          floor: 0.13 * (channel.biasSD + channel.resolution), model.name)
      case .lamp:
        let step = try #require(model.channels.first).resolution
        expect(found["level.resolution"], step, share: 1e-6, floor: 0, model.name)
      default: break
      }
    }
  }

  @Test func heartbeatsAreFound() throws {
    for model in Shipped.catalogue.models {
      let found = try found(model)
      expect(found["heartbeat"], model.heartbeat.seconds, share: 0, floor: 60, model.name)
    }
    #expect(
      Set(Shipped.catalogue.models.filter { $0.heartbeat > .zero }.map(\.kind))
        == [.motionDetector, .doorContact, .windowContact, .leakSensor, .smokeAlarm])
  }

  /// Bugs of the first firmware show in readings and end with the update.
  @Test func firstFirmwareShows() throws {
    let end = Drive.start + .days(200)
    for model in Shipped.catalogue.models {
      let found = try found(model)
      let device = Recovered.device(model)
      for channel in model.channels where channel.periodSeconds > 0 {
        let key = channel.channel.name
        let share = found["\(key).firmware_share"]
        let faults = device.firmwareFaults(of: channel.channel, number: 0, before: end)
        let seconds = faults.reduce(0.0) { $0 + (min($1.end, end) - $1.start).seconds }
        let stuck = faults.contains { $0.kind == .stuck }
        // What repeats its readings may repeat the right one; starts fall between two looks.
        expect(
          share, seconds / (200 * 86_400), share: stuck ? 0.3 : 0.01, floor: 1e-4,
          "\(model.name) \(key)")
        let middle = Drive(model: channel).points.low + Drive(model: channel).points.span / 2
        let bugs = model.life.bugs
        let isFahrenheit = bugs.isFahrenheit && channel.channel == .temperature
        let size = isFahrenheit ? 0.8 * middle + 32 : bugs.offsets[channel.channel] ?? 0
        if size != 0 {
          expect(
            found["\(key).firmware_size"], size, share: 0.02, floor: channel.resolution, key)
        }
      }
      let isLocal = model.life.bugs.isLocalTime
      #expect(found["clock.local_hours"] == (isLocal ? -6 : 0), "\(model.name)")
      #expect(found["clock.local_hours_after"] == 0, "\(model.name)")
    }
    let bugs = Shipped.catalogue.models.map(\.life.bugs)
    #expect(bugs.contains { $0.isFahrenheit } && bugs.contains { $0.isLocalTime })
    #expect(bugs.contains { !$0.offsets.isEmpty } && bugs.contains { $0.staleAfterStart > .zero })
  }

  /// Bugs of numbers, stated charges and intervals show in messages, and end or begin with the
  /// update.
  @Test func firstFirmwareShowsInMessages() throws {
    let end = Drive.start + .days(200)
    for model in Shipped.catalogue.models {
      let (found, name) = (try found(model), model.name)
      let bugs = model.life.bugs
      let faults = Recovered.device(model).firmwareFaults(before: end)
      func share(_ kind: FaultKind) -> Double {
        faults.filter { $0.kind == kind }.reduce(0.0) {
          $0 + (min($1.end, end) - $1.start).seconds / (200 * 86_400)
        }
      }
      // The first 256 numbers of eight bits are right.
      let right = bugs.wrapsNumbers ? 256.0 / 4_800 : 0
      expect(
        found["numbers.wrong_share"], max(share(.misnumbered) - right, 0), share: 0,
        floor: 2.0 / 4_800, name)
      #expect(found["numbers.wrong_after"] == 0, "\(name)")
      if bugs.wrapsNumbers { #expect(found["numbers.largest"] == 255, "\(name)") }
      #expect(found["interval.before"] == 1, "\(name)")
      #expect(found["interval.after"] == (bugs.doublesPeriod ? 2 : 1), "\(name)")
      #expect((share(.doubledPeriod) > 0) == bugs.doublesPeriod, "\(name)")
      guard model.battery != nil else { continue }
      // A step of the charge is less than two per cent of what is stated where it falls steeply.
      let cliff = bugs.fullAbovePercent == 100 ? 99 : Double(bugs.fullAbovePercent)
      expect(found["charge.cliff"], cliff, share: 0, floor: 2, name)
      expect(found["charge.cliff_after"], 99, share: 0, floor: 2, name)
      #expect((share(.misstatedCharge) > 0) == (cliff < 99), "\(name)")
    }
    let bugs = Shipped.catalogue.models.map(\.life.bugs)
    #expect(bugs.contains { $0.wrapsNumbers } && bugs.contains { $0.restartsNumbers })
    #expect(bugs.contains { $0.doublesPeriod } && bugs.contains { $0.fullAbovePercent < 100 })
  }

  /// Two models that no figure tells apart count as one.
  @Test func noTwoModelsAreTheSameAndThereAreEnough() {
    var distinct: [Recovered] = []
    for model in Self.recovered {
      if let twin = distinct.first(where: { !model.differs(from: $0) }) {
        Issue.record("\(model.name) cannot be told from \(twin.name)")
      } else {
        distinct.append(model)
      }
    }
    #expect(distinct.count >= 25)
    #expect(Set(Shipped.catalogue.models.map(\.kind)).count == DeviceKind.allCases.count)
    #expect(DeviceKind.allCases.count >= 19)
  }

  /// The test above can fail: a model under another name is no other model.
  @Test func aCopyIsNotAnotherModel() throws {
    let kinds: [DeviceKind] = [
      .hygrometer, .doorContact, .gateway, .leakSensor, .smokeAlarm, .airMonitor, .soundMeter,
    ]
    for kind in kinds {
      var copy = Shipped.standard(kind)
      let original = Recovered(copy)
      copy.name = "copy"
      copy.manufacturer = "Another"
      #expect(!Recovered(copy).differs(from: original))
    }
  }

  @Test func everyFigureHasABasisAndTheReadmeCountsThem() throws {
    let (all, assumed) = Shipped.catalogue.figureCounts
    #expect(assumed > 0 && assumed < all)
    let path = Shipped.project.appendingPathComponent("Worlds/devices/README.md")
    let text = try String(contentsOf: path, encoding: .utf8)
    #expect(text.contains("\(Shipped.catalogue.models.count) models in 19 kinds"))
    #expect(
      text.contains("\(all) figures, of which \(all - assumed) have a source and \(assumed)"),
      "\(all) figures, of which \(all - assumed) have a source and \(assumed)")
    for model in Shipped.catalogue.models {
      #expect(text.contains("`\(model.name)`"), "\(model.name)")
    }
  }
}
