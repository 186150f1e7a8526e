public import Clockwork
internal import Quantities
public import Telemetry
public import Truth

extension Dwelling {
  /// A room as a sensor meets it at `time`, up to one step after the last tick: as it was
  /// ``sensingLag`` before, between the two ticks around that moment.
  ///
  /// Always inlined: a call would copy the whole dwelling for a caller that may change it.
  @inlinable @inline(__always)
  public func climate(room: Int, at time: SimTime) -> RoomClimate {
    let share = Double((time - self.time).microseconds) / Double(step.microseconds)
    return Self.climate(room, rooms, earlierRooms, olderRooms, min(1, max(0, share)))
  }

  @usableFromInline
  static func climate(
    _ room: Int, _ rooms: [RoomClimate], _ earlier: [RoomClimate], _ older: [[RoomClimate]],
    _ inStep: Double
  ) -> RoomClimate {
    let count = older.count
    if count == 0 { return RoomClimate.between(earlier[room], rooms[room], inStep) }
    let later = count == 1 ? earlier[room] : older[count - 2][room]
    return RoomClimate.between(older[count - 1][room], later, inStep)
  }

  /// Every room as somebody in it finds it at `time`: as sensors meet it, and the light, lx.
  public func forEachRoom(at time: SimTime, _ body: (Int, RoomClimate, Double) -> Void) {
    for room in rooms.indices {
      body(room, rooms[room], climate(room: room, at: time).daylightLx + otherLx(room: room))
    }
  }

  /// Light at table height between ticks: daylight as in ``climate(room:at:)``, lamps and screens
  /// at once, the street's by night, lx.
  public func illuminanceLx(room: Int, at time: SimTime) -> Double {
    climate(room: room, at: time).daylightLx + otherLx(room: room)
  }

  /// Of lamps, screens and the street, lx.
  private func otherLx(room: Int) -> Double {
    let inside =
      appliances.lumens(room: room) * ApplianceBank.lampUse / plan.rooms[room].areaM2
    guard outdoor.illuminanceLx < Daylight.streetLampsBelowLx else { return inside }
    return inside + cells[room].daylightFactor * Double(plan.streetLightLx) / Daylight.wallShare
  }

  /// A room at the last tick, as the truth records it.
  public func roomState(_ room: Int, occupantCount: UInt8, isWindowOpen: Bool) -> RoomState {
    let climate = rooms[room]
    return RoomState(
      temperatureC: climate.temperatureC, relativeHumidity: climate.relativeHumidity,
      co2PPM: climate.co2PPM, illuminanceLx: climate.daylightLx + otherLx(room: room),
      occupantCount: occupantCount, isWindowOpen: isWindowOpen)
  }

  /// Appends all rooms at the last tick, as the truth records them.
  ///
  /// - Parameters:
  ///   - openWindows: a bit a room.
  ///   - occupantCount: how many people are in a room.
  public func recordRooms(
    into states: inout [RoomState], openWindows: UInt16, _ occupantCount: (RoomIndex) -> Int
  ) {
    for room in rooms.indices {
      states.append(
        roomState(
          room, occupantCount: UInt8(occupantCount(RoomIndex(room))),
          isWindowOpen: openWindows & (1 << UInt16(room)) != 0))
    }
  }

  /// Power from the grid at a moment since the last tick, W; negative while the home feeds in.
  public func electricPowerW(at time: SimTime) -> Double {
    let netW =
      appliances.totalPowerW(at: time) + hvac.performance.electricW
      + (water?.firing.electricW ?? 0) + (vehicle?.powerW ?? 0) - solarW
    return netW + batteryPowerW(netW: netW)
  }

  /// The meter at the grid at a moment since the last tick, kWh from the start; it runs backwards
  /// while the home feeds in.
  public func electricEnergyKWh(at time: SimTime) -> Double {
    usedEnergyKWh(at: time) - solarEnergyKWh(at: time) + batteryEnergyKWh(at: time)
  }

  /// What appliances, lamps, plant, water heater and car used from the start, kWh.
  func usedEnergyKWh(at time: SimTime) -> Double {
    appliances.totalEnergyKWh(at: time) + hvacEnergyKWh(at: time) + waterEnergyKWh(at: time)
      + vehicleEnergyKWh(at: time)
  }

  /// The plant's part of the meter, kWh.
  public func hvacEnergyKWh(at time: SimTime) -> Double {
    var meter = hvac
    meter.settle(to: time)
    return meter.electricKWh
  }

  /// The gas meter, kWh from the start.
  public func fuelEnergyKWh(at time: SimTime) -> Double {
    var meter = hvac
    meter.settle(to: time)
    return meter.fuelKWh + waterFuelKWh(at: time)
  }

  /// Energy of a power that has held since a moment, kWh.
  static func energyKWh(_ powerW: Double, from start: SimTime, _ end: SimTime) -> Double {
    KilowattHours(Watts(powerW), microseconds: (end - start).microseconds).value
  }

  /// Bits that stand for the whole physical state, for a fingerprint.
  public func forEachStateValue(_ body: (Double) -> Void) {
    for value in state { body(value) }
    body(hvac.electricKWh)
    body(hvac.fuelKWh)
    body(appliances.settledKWh)
    body(solarKWh)
    if let battery { body(battery.chargeKWh) }
    if let vehicle { body(vehicle.chargeKWh) }
    if let hydronics {
      body(hydronics.boiler.supplyC)
      for radiator in hydronics.radiators {
        body(radiator.meanC)
        if let valve = radiator.valve { valve.forEachStateValue(body) }
      }
    }
    particles?.forEachStateValue(body)
    airQuality?.forEachStateValue(body)
    if let instant {
      body(instant.exchangerC)
      body(instant.fuelKWh)
    }
    if let water {
      for value in water.tank.temperaturesC { body(value) }
      body(water.electricKWh)
      body(water.fuelKWh)
    }
    for leak in mishaps.leaks { body(leak.litres) }
  }
}

extension Dwelling {
  /// What the plant does now that it does not always do.
  public var plantWorks: PlantWorks { hvac.performance.works }
}
