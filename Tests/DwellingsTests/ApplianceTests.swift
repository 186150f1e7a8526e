import Clockwork
import Telemetry
import Testing

@testable import Dwellings

@Suite struct ApplianceTests {
  private func bank(_ kinds: [ApplianceKind]) -> ApplianceBank {
    var plan = oneRoom()
    plan.appliances = kinds.map { .init($0, room: 0) }
    return ApplianceBank(plan, at: start, rating: 1, refrigeratorPhase: 0)
  }

  private struct Measured {
    var energiesKWh: [Double] = []
    var minutes: [Double] = []
    var peakW: [Double] = []

    func median(_ path: KeyPath<Measured, [Double]>) -> Double {
      let sorted = self[keyPath: path].sorted()
      return sorted[sorted.count / 2]
    }
  }

  private func cycles(_ kind: ApplianceKind, count: UInt64 = 300) -> Measured {
    var result = Measured()
    let key = RandomKey(seed: 3, purpose: Purpose("test.cycles"), entity: UInt64(kind.rawValue))
    for i in 0..<count {
      var bank = bank([kind])
      let length = kind.isOpenEnded ? SimDuration.hours(2) : nil
      let end = bank.start(0, at: start, jitter: CycleJitter(key, start: i), duration: length)
      guard let end else { continue }
      var peak = 0.0
      var time = start
      while time < end {
        peak = max(peak, bank.powerW(0, at: time))
        time += .seconds(30)
      }
      _ = bank.settleTick(at: end + .seconds(1))
      let finished = bank.takeFinishedCycles()
      #expect(finished.count == 1)
      result.energiesKWh.append(finished[0].energyKWh)
      result.minutes.append((finished[0].end - finished[0].start).seconds / 60)
      result.peakW.append(peak)
    }
    return result
  }

  /// Ranges between the medians of measured houses in REFIT, UK-DALE and IDEAL.
  @Test(arguments: [
    (ApplianceKind.kettle, 0.069, 0.133, 1.4, 3.0, 2_700.0, 3_000.0),
    (.dishwasher, 0.758, 1.45, 49, 150, 2_000, 2_310),
    (.washingMachine, 0.35, 0.60, 40, 97, 2_050, 2_320),
    (.microwave, 0.016, 0.053, 1.0, 3.0, 657, 1_320),
    (.electricShower, 0.525, 1.167, 3.5, 8.0, 8_600, 9_200),
  ])
  func cyclesAreLikeMeasuredOnes(
    kind: ApplianceKind, energyMin: Double, energyMax: Double, minutesMin: Double,
    minutesMax: Double, peakMin: Double, peakMax: Double
  ) {
    let measured = cycles(kind)
    let energy = measured.median(\.energiesKWh)
    #expect(measured.energiesKWh.min()! >= energyMin, "\(measured.energiesKWh.min()!)")
    #expect(measured.energiesKWh.max()! <= energyMax, "\(measured.energiesKWh.max()!)")
    #expect(energy > energyMin && energy < energyMax)
    #expect(measured.minutes.min()! >= minutesMin, "\(measured.minutes.min()!)")
    #expect(measured.minutes.max()! <= minutesMax, "\(measured.minutes.max()!)")
    let peak = measured.median(\.peakW)
    #expect(peak > peakMin && peak < peakMax, "\(peak)")
    #expect(Set(measured.energiesKWh).count > 100)
  }

  @Test func everyStartableKindRunsAndEnds() {
    for kind in ApplianceKind.allCases where !kind.isAlwaysOn && kind != .lamp {
      let measured = cycles(kind, count: 20)
      #expect(measured.energiesKWh.count == 20, "\(kind)")
      #expect(measured.energiesKWh.allSatisfy { $0 >= 0 && $0 < 4 }, "\(kind)")
      #expect((kind == .shower) == (measured.energiesKWh.max()! == 0), "\(kind)")
    }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func theMeterIsThePowerSummedToTheMicrosecond(seed: UInt64) {
    // Reading a meter at any moments must not change where it ends.
    let key = RandomKey(seed: seed, purpose: Purpose("test.meter"), entity: 0)
    for kind in [ApplianceKind.hob, .washingMachine, .oven, .dishwasher] {
      var often = bank([kind])
      var once = often
      let jitter = CycleJitter(key, start: 1)
      let begin = start + .microseconds(1_234_567)
      let end = often.start(0, at: begin, jitter: jitter)!
      _ = once.start(0, at: begin, jitter: jitter)
      var time = begin
      let first = often.energyKWh(0, at: begin)
      var last = first
      var sum = 0.0
      var draw: UInt64 = 0
      while time < end {
        draw += 1
        time += .microseconds(1 + Int64(9e6 * key.uniform(100 + draw)))
        let now = often.energyKWh(0, at: time)
        #expect(now >= last)
        sum += now - last
        last = now
        if draw % 3 == 0 { _ = often.settleTick(at: time) }
      }
      _ = once.settleTick(at: time)
      let whole = once.energyKWh(0, at: time)
      #expect(abs(often.energyKWh(0, at: time) - whole) < 1e-12, "seed \(seed) \(kind)")
      #expect(abs(sum - (whole - first)) < 1e-12)
      #expect(abs(often.totalEnergyKWh(at: time) - whole) < 1e-12)
    }
  }

  @Test func pulsesAreExact() {
    let phase = CyclePhase(100, 1_000, pulse: 10, every: 30)
    #expect(phase.onTime(until: .seconds(5)) == .seconds(5))
    #expect(phase.onTime(until: .seconds(29)) == .seconds(10))
    #expect(phase.onTime(until: .microseconds(30_000_001)) == .microseconds(10_000_001))
    #expect(phase.onTime(until: .seconds(100)) == .seconds(40))
    #expect(phase.power(elapsed: .microseconds(9_999_999)) == 1_000)
    #expect(phase.power(elapsed: .seconds(10)) == 0)
    #expect(phase.power(elapsed: .seconds(31)) == 1_000)
  }

  @Test func powerIsAStepAtItsMicrosecond() {
    var bank = bank([.kettle])
    let begin = start + .microseconds(20_000_001)
    let end = bank.start(0, at: begin, jitter: .none)!
    #expect(end == begin + .seconds(125))
    #expect(bank.powerW(0, at: begin) == 2_850)
    #expect(bank.powerW(0, at: end - .microseconds(1)) == 2_850)
    #expect(bank.powerW(0, at: end) == 0)
    #expect(bank.start(0, at: begin + .seconds(1), jitter: .none) == nil)
    bank.stop(0, at: begin + .seconds(60))
    let cycle = bank.takeFinishedCycles()
    #expect(cycle.count == 1)
    #expect(cycle[0].end == begin + .seconds(60))
    #expect(abs(cycle[0].energyKWh - 2_850 * 60 / 3.6e6) < 1e-15)
    #expect(bank.takeFinishedCycles().isEmpty)
  }

  @Test func withoutPeopleOnlyTheBaseLoadRuns() {
    var home = dwelling(Archetype.detachedOld.plan(), outdoor: calm(18))
    let outdoor = calm(18)
    var powers: [Double] = []
    for _ in 0..<(3 * 1_440) {
      let report = home.advance(outdoor: outdoor, people: nobody(home), openings: Openings())
      powers.append(report.electricPowerW - report.hvacElectricPowerW)
    }
    #expect(home.appliances.takeFinishedCycles().isEmpty)
    #expect(powers.max()! < 130 && powers.min()! > 10)
    let meanW = powers.reduce(0, +) / Double(powers.count)
    #expect(meanW > 30 && meanW < 70)
  }

  @Test func aFridgeUsesWhatMeasuredOnesUse() {
    var bank = bank([.fridgeFreezer])
    let room = RoomClimate(
      temperatureC: 20, humidityRatio: 0.007, relativeHumidity: 0.5, co2PPM: 500, daylightLx: 0)
    bank.setAmbient([room])
    _ = bank.settleTick(at: start + .days(30))
    let yearKWh = bank.energyKWh(0, at: start + .days(30)) * 365 / 30
    #expect(yearKWh > 200 && yearKWh < 320)
    // A hot kitchen makes it work more.
    var hot = self.bank([.fridgeFreezer])
    var warmRoom = room
    warmRoom.temperatureC = 30
    hot.setAmbient([warmRoom])
    _ = hot.settleTick(at: start + .days(30))
    let hotKWh = hot.energyKWh(0, at: start + .days(30)) * 365 / 30
    #expect(hotKWh > 1.4 * yearKWh)
    // Nobody can start it, and without power it uses nothing.
    #expect(bank.start(0, at: start + .days(30), jitter: .none) == nil)
    bank.setPowered(false, appliance: 0, at: start + .days(30))
    let then = bank.energyKWh(0, at: start + .days(30))
    #expect(bank.energyKWh(0, at: start + .days(31)) == then)
    // With it again the warm cabinet is cooled at once, for longer than usual.
    #expect(abs((bank.cabinetTemperatureC(at: start + .days(31)) ?? 0) - 20) < 0.1)
    bank.setPowered(true, appliance: 0, at: start + .days(31))
    for minute in 1...60 as ClosedRange<Int64> {
      let running = bank.energyKWh(0, at: start + .days(31) + .minutes(minute)) - then
      #expect(abs(running - 0.09 * Double(minute) / 60) < 1e-9)
    }
    #expect(bank.energyKWh(0, at: start + .days(40)) > then + 5)
  }

  @Test func chosenDurationsPlugsAndLamps() {
    var bank = bank([.television, .computer])
    let end = bank.start(0, at: start, jitter: .none, duration: .minutes(90))
    #expect(end == start + .minutes(90))
    #expect(bank.powerW(0, at: start + .minutes(30)) == 110)
    bank.setPowered(false, appliance: 0, at: start + .minutes(40))
    #expect(bank.takeFinishedCycles().first?.end == start + .minutes(40))
    #expect(bank.powerW(0, at: start + .minutes(41)) == 0)
    #expect(bank.start(0, at: start + .minutes(42), jitter: .none) == nil)
    bank.setPowered(true, appliance: 0, at: start + .minutes(50))
    #expect(bank.powerW(0, at: start + .minutes(51)) == ApplianceKind.television.standbyW)

    // Until somebody stops it: no set goes off because a programme is over.
    #expect(bank.start(1, at: start + .minutes(52), jitter: .none) == .distantFuture)
    #expect(bank.isRunning(1))
    #expect(bank.powerW(1, at: start + .hours(30)) == 110)

    bank.setLamp(room: 0, level: 0.5, at: start + .minutes(60))
    #expect(bank.lampLevel(room: 0) == 0.5)
    #expect(bank.lampPowerW(room: 0) == 25)
    bank.setLamp(room: 0, level: 7, at: start + .minutes(61))
    #expect(bank.lampPowerW(room: 0) == 50)
  }

  /// Cooks choose how long; the ring boils up for five minutes whatever comes after.
  @Test func cookersRunForAsLongAsTheirUserWants() throws {
    var bank = bank([.hob, .oven, .kettle])
    #expect(
      bank.start(0, at: start, jitter: .none, duration: .minutes(50)) == start + .minutes(50))
    #expect(bank.powerW(0, at: start + .minutes(4)) == 1_800)
    // Simmering, ten seconds in thirty, long after its usual programme would be over.
    let simmered =
      bank.energyKWh(0, at: start + .minutes(49)) - bank.energyKWh(0, at: start + .minutes(39))
    #expect(abs(simmered - 0.1) < 1e-9)
    let open = try #require(bank.openCycles(at: start + .minutes(30)).first)
    #expect(open.start == start && open.end == start + .minutes(30))
    #expect(open.energyKWh == bank.energyKWh(0, at: start + .minutes(30)))
    #expect(bank.powerW(0, at: start + .minutes(51)) == 0)
    // Less than the first phase, and then changed while it runs.
    #expect(
      bank.start(1, at: start, jitter: .none, duration: .minutes(3)) == start + .minutes(3))
    #expect(bank.powerW(1, at: start + .minutes(2)) == 2_300)
    #expect(bank.powerW(1, at: start + .minutes(4)) == ApplianceKind.oven.standbyW)
    var runsOn = bank
    let isChanged = runsOn.letRun(1, until: start + .minutes(20))
    #expect(isChanged)
    #expect(runsOn.powerW(1, at: start + .minutes(9)) == 2_300)
    #expect(runsOn.powerW(1, at: start + .minutes(21)) == ApplianceKind.oven.standbyW)
    // A kettle boils its water, whatever its user reckons.
    #expect(
      bank.start(2, at: start, jitter: .none, duration: .minutes(9)) == start + .seconds(125))
    let isKettleChanged = bank.letRun(2, until: start + .hours(1))
    #expect(!isKettleChanged)
  }

  @Test func heatReachesTheRoomAsADutyShareOfTheStep() {
    var plan = oneRoom()
    plan.appliances = [.init(.hairDryer, room: 0)]
    var home = dwelling(plan, outdoor: calm(20))
    _ = home.appliances.start(0, at: start + .seconds(45), jitter: .none)
    let report = home.advance(outdoor: calm(20), people: nobody(home), openings: Openings())
    #expect(abs(report.applianceHeatW - 1_500 * 15 / 60) < 1e-9)
    #expect(abs(report.electricPowerW - Plant.standbyW - 375) < 1e-9)
  }

  /// Shares of what homes own, of 4,000 homes.
  @Test func televisionsAndScreensAreOwnedByShare() throws {
    let archetype = Archetype.detachedNew
    let key = { RandomKey(seed: 9, purpose: Purpose("test.ownership"), entity: $0) }
    let homes = (0..<4_000 as Range<UInt64>).map {
      ApplianceOwnership(key($0), in: archetype)
    }
    func share(_ isSo: (ApplianceOwnership) -> Bool) -> Double {
      Double(homes.count(where: isSo)) / 4_000
    }
    // Four standard deviations.
    #expect(abs(share { $0.televisionFactor == 2 } - 0.15) < 0.023)
    #expect(abs(share { $0.moreScreenCount == 0 } - 0.28) < 0.029)
    #expect(abs(share { $0.moreScreenCount == 3 } - 0.17) < 0.024)
    let plan = archetype.plan(ownership: try #require(homes.first { $0.moreScreenCount == 2 }))
    #expect(plan.appliances.count { $0.kind == .computer } == 3)
  }
}
