internal import Dwellings
internal import Telemetry
internal import Truth

/// What a player with perfect foresight needs: a copy that lives the very same future, silently.
extension Home {
  /// °C, as the thermostat holds it now.
  public var heatingSetpoint: Double { heatingSetpointC }
  public var coolingSetpoint: Double { coolingSetpointC }

  /// Heat stored in walls, floors and furniture, kWh above 0 °C.
  public var storedHeatKWh: Double {
    var values: [Double] = []
    dwelling.forEachStateValue { values.append($0) }
    let count = plan.rooms.count
    var joules = 0.0
    for (index, room) in plan.rooms.enumerated() {
      joules += 1_000 * plan.envelope.massCapacityKJ * room.areaM2 * values[count + index]
    }
    return joules / 3.6e6
  }

  /// Silences this copy without giving it another future: people live on as they will, devices
  /// send nothing, and what it tries out is held to no law.
  public mutating func mute() {
    isMuted = true
    dwelling.forgetAirQuality()
    guardian.begin(isAwake: false)
  }

  /// Moves both set points at once, without a command's delay.
  ///
  /// - Precondition: the home is muted.
  public mutating func setSetpoints(heatingC: Double, coolingC: Double) {
    precondition(isMuted, "only a silent copy is moved by hand")
    var wire = WireBuffer()
    var truth = TruthBuffer(roomCount: plan.rooms.count)
    setSetpoint(.heatingSetpoint, heatingC, wire: &wire, truth: &truth)
    setSetpoint(.coolingSetpoint, coolingC, wire: &wire, truth: &truth)
  }
}
