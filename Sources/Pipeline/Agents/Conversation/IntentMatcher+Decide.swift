internal import Telemetry

extension IntentMatcher {
  /// Fahrenheit is meant above this, because no home is kept at 45 °C.
  static let fahrenheitAbove = 45.0

  /// The wish that a frame speaks for, or nil when it speaks for none or for two.
  func decide(_ frame: Frame, speakerRoom: RoomIndex) -> Intent? {
    guard !frame.has(.negation), !frame.isScheduled else { return nil }
    let isQuestion = frame.has(.question)
    if frame.has(.lamp) || frame.has(.plug) {
      return isQuestion && !frame.has(.switchOn) && !frame.has(.switchOff)
        ? nil : switching(frame, speakerRoom: speakerRoom)
    }
    if isQuestion, let intent = asking(frame, speakerRoom: speakerRoom) { return intent }
    return climate(frame, speakerRoom: speakerRoom)
      ?? asking(frame, speakerRoom: speakerRoom)
  }

  private func switching(_ frame: Frame, speakerRoom: RoomIndex) -> Intent? {
    guard !(frame.has(.lamp) && frame.has(.plug)) else { return nil }
    let target: IntentTarget = frame.has(.lamp) ? .lamp : .plug
    let room: RoomIndex? = frame.room ?? (frame.has(.everywhere) ? nil : speakerRoom)
    // "The lights on at 7" asks for a time.
    if frame.number != nil, frame.followsAt { return nil }
    if target == .lamp, let number = frame.number, !frame.isRelative, (0...100).contains(number) {
      return Intent(action: .setLevel, target: .lamp, room: room, value: number / 100)
    }
    if frame.has(.dim), target == .lamp {
      return Intent(action: .setLevel, target: .lamp, room: room, value: 0.3)
    }
    if frame.has(.switchOff) == frame.has(.switchOn) { return nil }
    return Intent(
      action: frame.has(.switchOn) ? .turnOn : .turnOff, target: target, room: room)
  }

  private func asking(_ frame: Frame, speakerRoom: RoomIndex) -> Intent? {
    var actions: [IntentAction] = []
    if frame.has(.humidity) { actions.append(.askHumidity) }
    if frame.has(.air) { actions.append(.askAirQuality) }
    if frame.has(.energy) { actions.append(.askEnergy) }
    if frame.has(.opening) { actions.append(.askOpenings) }
    if actions.isEmpty, frame.has(.temperature), frame.has(.question) {
      actions.append(.askTemperature)
    }
    guard actions.count == 1 else { return nil }
    let isHomeWide = actions[0] == .askEnergy || actions[0] == .askOpenings
    let room =
      actions[0] == .askEnergy
      ? nil : frame.room ?? (isHomeWide || frame.has(.everywhere) ? nil : speakerRoom)
    return Intent(action: actions[0], target: .home, room: room)
  }

  private func climate(_ frame: Frame, speakerRoom: RoomIndex) -> Intent? {
    let wantsWarmth = frame.has(.warmUp) || frame.has(.cold)
    let wantsCold = frame.has(.coolDown) || frame.has(.hot)
    if let number = frame.number, !frame.isPercent {
      if frame.isRelative, wantsWarmth != wantsCold {
        let step = frame.isFahrenheit ? number / 1.8 : number
        return Intent(
          action: wantsWarmth ? .warmer : .cooler, target: .thermostat, value: step)
      }
      // A bare number is anything: it needs a word about warmth or a verb that sets something.
      let isAboutWarmth =
        frame.has(.thermostat) || frame.has(.temperature) || frame.isFahrenheit || wantsWarmth
        || wantsCold || frame.hasSettingVerb
      guard isAboutWarmth else { return nil }
      let celsius =
        frame.isFahrenheit || number > Self.fahrenheitAbove ? (number - 32) / 1.8 : number
      return Intent(action: .setTemperature, target: .thermostat, value: celsius)
    }
    guard wantsWarmth != wantsCold else { return nil }
    return Intent(action: wantsWarmth ? .warmer : .cooler, target: .thermostat)
  }
}
