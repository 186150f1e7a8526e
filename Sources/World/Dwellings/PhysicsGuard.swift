public import Clockwork
public import Truth

/// Holds one dwelling's states, meters and reports against what physics and fuses allow.
///
/// It sees what came out of a step and keeps accounts of its own; it repeats none of the step. So
/// it tells a wrong step, and a state that somebody moved behind the physics' back.
public struct PhysicsGuard: Sendable {
  /// Steps after which accounts are balanced: a day.
  static let balanceEvery = SimDuration.days(1)
  /// Immediately dangerous to life, ppm (NIOSH Pocket Guide, 1994).
  static let co2MaxPPM = 40_000.0
  /// °C: beyond what a room under any weather has had (assumed, range 70-100 and -90 to -60).
  static let temperatureMinC = -60.0
  static let temperatureMaxC = 80.0
  /// Full sun from a clear zenith is 130 klx (assumed bound, range 140-200 klx).
  static let illuminanceMaxLx = 150_000.0

  /// What is no part of every step, and what was broken.
  private var events = PlausibilityRecord()
  /// Since the counts were last forgotten.
  public private(set) var stepCount: Int64 = 0
  private var power: PowerGuard
  private var circuits: CircuitGuard
  /// Over the step to come.
  private var voltage: Double
  private let bound: TemperatureBound
  private let plantW: Double
  private let fuelW: Double
  private let homeW: Double
  private let waterW: Double
  private let waterFuelW: Double
  private let solarW: Double
  private let batteryW: Double
  private let vehicleW: Double
  /// After the last step, kWh.
  private var batteryKWh: Double
  /// Of each room's air: conductance to outdoors over capacity, 1/s, and what a cubic metre of
  /// outdoor air a second adds to it.
  private let baseRates: [Double]
  private let rateOfFlow: [Double]
  /// Coldest and warmest node, least carbon dioxide, after the last step.
  private var range: (low: Double, high: Double)
  private var co2MinPPM: Double
  private var account: DwellingAccount
  private var tank: TankGuard?
  private var nextBalance: SimTime

  public init(_ dwelling: Dwelling) {
    power = PowerGuard(
      dwelling.appliances, at: dwelling.time, voltageMax: dwelling.mains.highestRatio, &events)
    circuits = CircuitGuard(dwelling)
    voltage = dwelling.voltage
    bound = TemperatureBound(dwelling.cells)
    plantW = dwelling.plant.circuitW
    fuelW = dwelling.plant.fuelW
    homeW = dwelling.serviceW
    // Elements draw as the square of the voltage.
    waterW =
      (dwelling.water?.sheet.ratedW ?? 0)
      * ZIPLoad.resistance.activeFactor(dwelling.mains.highestRatio)
    waterFuelW =
      dwelling.water?.sheet.burnerW ?? (dwelling.instant == nil ? 0 : InstantHeater.fuelMaxW)
    solarW = dwelling.solarRatedW
    batteryW = dwelling.battery?.powerW ?? 0
    vehicleW = dwelling.vehicle?.chargerW ?? 0
    batteryKWh = dwelling.batteryChargeKWh ?? 0
    let airHeat = dwelling.builder.airHeat
    baseRates = dwelling.cells.map { $0.airToOutdoors * $0.inverseAirCapacity }
    rateOfFlow = dwelling.cells.map { airHeat * $0.inverseAirCapacity }
    range = Self.range(dwelling)
    co2MinPPM = dwelling.rooms.reduce(.infinity) { min($0, $1.co2PPM) }
    account = DwellingAccount(dwelling)
    tank = TankGuard(dwelling)
    nextBalance = dwelling.time + Self.balanceEvery
  }

  /// Everything that was looked at.
  public var record: PlausibilityRecord {
    var all = events
    all.add(.circuitRating, Int64(8 + circuits.count) * stepCount)
    all.add(.appliancePower, Int64(power.unitCount) * stepCount)
    all.add(.attendance, Int64(power.lampCount) * stepCount)
    all.add(.physicalRange, Int64(baseRates.count + 1) * stepCount)
    all.add(.temperatureBound, 2 * stepCount)
    return all
  }

  /// Forgets its counts, for a copy that reports what it adds.
  public mutating func resetRecord() {
    events = PlausibilityRecord()
    stepCount = 0
  }

  /// Somebody who may do so starts an appliance.
  public mutating func permitStart(of appliance: Int, at time: SimTime) {
    power.permitStart(of: appliance, at: time)
  }

  /// A hand or a command sets a lamp to a share of its power.
  public mutating func setLamp(room: Int, level: Double) {
    power.setLamp(room: room, level: level)
  }

  /// Looks at the dwelling right after a step, before finished cycles are taken from it.
  public mutating func look(
    at dwelling: Dwelling, _ report: StepReport, people: [PersonLoad]
  ) {
    stepCount += 1
    power.look(at: dwelling.appliances, dwelling.time, &events)
    circuits.look(
      at: dwelling, voltage: voltage, seconds: dwelling.builder.stepSeconds, &events)
    voltage = dwelling.voltage
    lookAtCircuits(dwelling, report)
    lookAtRooms(dwelling, report, people)
    tank?.look(at: dwelling, report, seconds: dwelling.builder.stepSeconds)
    if dwelling.time >= nextBalance {
      account.balance(dwelling, &events)
      tank?.balance(dwelling, &events)
      account = DwellingAccount(dwelling)
      nextBalance = dwelling.time + Self.balanceEvery
    }
  }

  private mutating func lookAtCircuits(_ dwelling: Dwelling, _ report: StepReport) {
    func hold(_ place: String, _ watts: Double, to limit: Double) {
      guard watts >= 0, watts <= limit * (1 + 1e-9) else {
        return events.note(
          Implausibility(
            .circuitRating, at: dwelling.time, place, found: "\(brief(watts)) W",
            expected: "0 to \(brief(limit)) W"))
      }
    }
    hold("the plant's circuits", report.hvacElectricPowerW, to: plantW)
    hold("the plant's fuel", report.fuelPowerW, to: fuelW)
    hold("the water heater", report.waterElectricPowerW, to: waterW)
    hold("the water heater's fuel", report.waterFuelPowerW, to: waterFuelW)
    hold("the roof", report.solarPowerW, to: solarW)
    hold("the car's charger", report.vehiclePowerW, to: vehicleW)
    hold("the battery", report.batteryPowerW.magnitude, to: batteryW)
    // What is used comes through it, from the roof or from the battery.
    hold(
      "the home's main fuse",
      report.electricPowerW + report.solarPowerW - report.batteryPowerW,
      to: Breaker.minuteShare * homeW)
    if let battery = dwelling.battery { lookAtBattery(battery, report, dwelling.time) }
  }

  /// It only falls unless it is charged, and holds what it can hold.
  private mutating func lookAtBattery(
    _ battery: HomeBattery, _ report: StepReport, _ time: SimTime
  ) {
    events.add(.batteryCharge)
    let highest = report.batteryPowerW > 0 ? battery.capacityKWh : batteryKWh
    if !(battery.chargeKWh >= 0 && battery.chargeKWh <= highest) {
      events.note(
        Implausibility(
          .batteryCharge, at: time, "the home's battery",
          found: "\(brief(battery.chargeKWh)) kWh",
          expected: "0 to \(brief(highest)) kWh"))
    }
    batteryKWh = battery.chargeKWh
  }

  private mutating func lookAtRooms(
    _ dwelling: Dwelling, _ report: StepReport, _ people: [PersonLoad]
  ) {
    let outdoor = dwelling.outdoor
    let seconds = dwelling.builder.stepSeconds
    let slot = dwelling.modes.currentSlot
    var (airRate, gasM3S, vapourM3S, breathed) = (0.0, 0.0, 0.0, 0.0)
    var co2Min = Double.infinity
    dwelling.modes.modes.withUnsafeBufferPointer { modes in
      dwelling.rooms.withUnsafeBufferPointer { rooms in
        dwelling.earlierRooms.withUnsafeBufferPointer { earlier in
          for room in rooms.indices {
            let flow = modes[slot + room].outdoorFlow
            airRate = max(airRate, baseRates[room] + flow * rateOfFlow[room])
            gasM3S += flow * (0.5 * (rooms[room].co2PPM + earlier[room].co2PPM) - outdoor.co2PPM)
            vapourM3S +=
              flow
              * (0.5 * (rooms[room].humidityRatio + earlier[room].humidityRatio)
                - outdoor.humidityRatio)
            breathed += people[room].co2LitresPerMinute
            co2Min = min(co2Min, rooms[room].co2PPM)
            if !Self.isPhysical(rooms[room]) { tellRange(room, dwelling) }
          }
        }
      }
    }
    let co2Floor = min(co2MinPPM, outdoor.co2PPM) - 1e-6
    if !(co2Min >= co2Floor) {
      events.note(
        Implausibility(
          .physicalRange, at: dwelling.time, "carbon dioxide", found: "\(brief(co2Min)) ppm",
          expected: "at least \(brief(co2Floor)) ppm, outdoors and in before"))
    }
    co2MinPPM = co2Min
    lookAtTemperature(
      dwelling, bound.after(range, airRate: airRate, report, outdoor, seconds: seconds))
    account.add(
      report, seconds: seconds,
      breathedLitresPerMinute: breathed + report.burntCO2LitresPerMinute, gasOutM3S: gasM3S,
      vapourOutKgS: vapourM3S * dwelling.airDensity)
  }

  @inline(__always)
  private static func isPhysical(_ room: RoomClimate) -> Bool {
    room.temperatureC >= temperatureMinC && room.temperatureC <= temperatureMaxC
      && room.relativeHumidity >= 0 && room.relativeHumidity <= 1 && room.humidityRatio >= 0
      && room.co2PPM >= 0 && room.co2PPM <= co2MaxPPM && room.daylightLx >= 0
      && room.daylightLx <= illuminanceMaxLx
  }

  private mutating func tellRange(_ index: Int, _ dwelling: Dwelling) {
    let room = dwelling.rooms[index]
    events.note(
      Implausibility(
        .physicalRange, at: dwelling.time, dwelling.plan.rooms[index].name,
        found: "\(brief(room.temperatureC)) °C, \(brief(room.relativeHumidity)) of saturation, "
          + "\(brief(room.co2PPM)) ppm, \(brief(room.daylightLx)) lx",
        expected: "-60 to 80 °C, 0 to 1, 0 to 40000 ppm, 0 to 150000 lx"))
  }

  private mutating func lookAtTemperature(
    _ dwelling: Dwelling, _ allowed: (low: Double, high: Double)
  ) {
    range = Self.range(dwelling)
    guard range.low >= allowed.low - 1e-9, range.high <= allowed.high + 1e-9 else {
      return events.note(
        Implausibility(
          .temperatureBound, at: dwelling.time, "rooms and walls",
          found: "\(brief(range.low)) to \(brief(range.high)) °C",
          expected: "\(brief(allowed.low)) to \(brief(allowed.high)) °C with "
            + "\(brief(dwelling.outdoor.temperatureC)) °C outdoors"))
    }
  }

  private static func range(_ dwelling: Dwelling) -> (low: Double, high: Double) {
    var range = (low: Double.infinity, high: -Double.infinity)
    dwelling.state.withUnsafeBufferPointer { state in
      for node in 0..<2 * dwelling.roomCount {
        range = (min(range.low, state[node]), max(range.high, state[node]))
      }
    }
    return range
  }
}

/// A number with at most three decimals.
func brief(_ value: Double) -> String {
  guard value.isFinite, value.magnitude < 1e12 else { return "\(value)" }
  let rounded = (value * 1e3).rounded() / 1e3
  return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
}
