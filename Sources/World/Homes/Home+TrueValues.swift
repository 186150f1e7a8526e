internal import Clockwork
internal import Devices
internal import Dwellings
internal import Telemetry

/// What there is to measure.
extension Home {
  /// What a perfect sensor would read now.
  mutating func trueValue(_ slot: Int) -> Double {
    switch slots[slot].source {
    case .roomTemperature(let room): return dwelling.climate(room: room.index, at: now).temperatureC
    case .roomHumidity(let room):
      return dwelling.climate(room: room.index, at: now).relativeHumidity
    case .roomCO2(let room): return dwelling.climate(room: room.index, at: now).co2PPM
    case .roomLight(let room): return dwelling.illuminanceLx(room: room.index, at: now)
    // A home with such sensors follows its air; in a copy that does not, devices are silent.
    case .roomParticles(let room):
      return dwelling.particlesUgM3(room: room.index, at: now) ?? 0
    case .roomVapours(let room): return dwelling.vapourIndex(room: room.index, at: now) ?? 0
    case .roomSound(let room): return dwelling.soundDB(room: room.index) ?? 0
    case .gridEnergy: return gridKWh()
    case .gridPower: return meanPower(slot, energyKWh: gridKWh())
    case .appliancePower(let appliance):
      return meanPower(slot, energyKWh: dwelling.appliances.energyKWh(Int(appliance), at: now))
    case .plantPower: return meanPower(slot, energyKWh: dwelling.hvacEnergyKWh(at: now))
    case .voltage(let point): return dwelling.voltageV(point, at: now)
    case .current(let point):
      let power = meanPowers(slot, point)
      return ApparentPower.currentA(
        activeW: power.activeW, reactiveVAr: power.reactiveVAr,
        voltageV: dwelling.voltageV(point, at: now))
    case .powerFactor(let point):
      let power = meanPowers(slot, point)
      return ApparentPower.powerFactor(activeW: power.activeW, reactiveVAr: power.reactiveVAr)
    case .processor, .memory, .disk: return gatewayLoad(slot)
    }
  }

  /// Energy through the service; channels of one device ask for the same at one tick.
  private mutating func gridKWh() -> Double {
    if let meteredKWh { return meteredKWh }
    let energyKWh = dwelling.electricEnergyKWh(at: now)
    meteredKWh = energyKWh
    return energyKWh
  }

  /// Real and reactive power since the channel was last measured.
  private mutating func meanPowers(
    _ slot: Int, _ point: MeterPoint
  ) -> (activeW: Double, reactiveVAr: Double) {
    let counter = Int(slots[slot].counter)
    let elapsed = now - counters[counter].time
    let reactive = dwelling.reactiveKVArh(point, at: now)
    let gained = reactive - counters[counter].reactiveKVArh
    counters[counter].reactiveKVArh = reactive
    let active = point == .grid ? gridKWh() : dwelling.activeKWh(point, at: now)
    let activeW = meanPower(slot, energyKWh: active)
    return (activeW, elapsed > .zero ? gained * 3.6e6 / elapsed.seconds : 0)
  }

  /// What the gateway carries, from the messages of its home's devices.
  private mutating func gatewayLoad(_ slot: Int) -> Double {
    let load = specification.models.shared(.gateway).model.load
    if case .memory = slots[slot].source {
      let up = now - max(upSince, units[gateway].started(by: now))
      return load.memory(daysUp: up.hours / 24)
    }
    // By their places: a loop over the devices themselves would copy each.
    var messages = 0.0
    for device in units.indices { messages += Double(units[device].messageCount) }
    guard case .processor = slots[slot].source else { return load.disk(messages: messages) }
    let (handled, elapsed) = gain(slot, count: messages)
    return load.processor(messages: handled, seconds: elapsed.seconds)
  }

  /// When a fault of the scenario last let the gateway start.
  private var upSince: SimTime {
    uplink.interruptions.last { $0.kind == .restart && $0.end <= now }?.end ?? specification.birth
  }

  private mutating func meanPower(_ slot: Int, energyKWh: Double) -> Double {
    let (energy, elapsed) = gain(slot, count: energyKWh)
    return elapsed > .zero ? energy * 3.6e6 / elapsed.seconds : 0
  }

  /// What a channel's counter gained since it was last measured, and how long ago that was.
  private mutating func gain(_ slot: Int, count: Double) -> (Double, SimDuration) {
    let counter = Int(slots[slot].counter)
    let last = counters[counter]
    (counters[counter].count, counters[counter].time) = (count, now)
    return (count - last.count, now - last.time)
  }
}
