internal import Telemetry

extension IntentMatcher {
  /// Fahrenheit is meant above this, because no home is kept at 45 °C.
  static let fahrenheitAbove = 45.0
  /// Steps of more than this are no steps, K.
  static let stepMax = 6.0

  /// The wish that a frame speaks for, or nil when it speaks for none or for two.
  func decide(_ frame: Frame, speakerRoom: RoomIndex) -> Intent? {
    guard !frame.has(.negation), !frame.isScheduled else { return nil }
    let isAboutLight = frame.has(.lamp) || frame.has(.dim) || frame.has(.brighten)
    if isAboutLight || frame.has(.plug) {
      // "Is the kitchen light on?" is a question that the house has no answer to.
      if frame.startsAsQuestion, !frame.has(.dark), !frame.has(.bright) { return nil }
      return switching(frame, speakerRoom: speakerRoom)
    }
    if frame.has(.dark) != frame.has(.bright), frame.number == nil,
      !frame.has(.cold), !frame.has(.hot)
    {
      // "Make it bright" asks for what "it is too bright" complains of.
      let wantsLight = frame.has(.dark) != frame.has(.setting)
      return light(wantsLight ? .turnOn : .turnOff, frame, speakerRoom)
    }
    let asks = frame.has(.question) || !Self.orders.contains(where: frame.has)
    if asks, frame.number == nil,
      let intent = asking(frame, speakerRoom: speakerRoom)
    {
      return intent
    }
    if frame.isPercent, frame.room != nil || frame.has(.setting) {
      // "Kitchen to 40 percent" can be nothing but light.
      return level(frame, speakerRoom)
    }
    if frame.startsAsQuestion, frame.number == nil, let state = Self.state(frame) {
      // "Is the kitchen warm?" asks; "is it cold in here?" may as well complain.
      guard let room = frame.room else { return nil }
      return Intent(action: state, target: .home, room: room)
    }
    return climate(frame)
  }

  /// The question behind a word for how a room is.
  private static func state(_ frame: Frame) -> IntentAction? {
    let words: [Lexicon.Sense] = [.warmUp, .coolDown, .cold, .hot]
    let orders: [Lexicon.Sense] = [.up, .down, .setting, .heating, .cooling]
    return words.contains(where: frame.has) && !orders.contains(where: frame.has)
      ? .askTemperature : nil
  }

  /// Senses of orders; without one "humidity in the kitchen" asks for it.
  private static let orders: [Lexicon.Sense] = [
    .switchOn, .switchOff, .up, .down, .setting, .opening, .warmUp, .coolDown, .cold, .hot,
  ]

  // MARK: Lamps and plugs

  private func place(_ frame: Frame, _ speakerRoom: RoomIndex) -> RoomIndex? {
    frame.room ?? (frame.has(.everywhere) && !frame.has(.here) ? nil : speakerRoom)
  }

  private func light(
    _ action: IntentAction, _ frame: Frame, _ speakerRoom: RoomIndex, value: Double? = nil
  ) -> Intent {
    Intent(action: action, target: .lamp, room: place(frame, speakerRoom), value: value)
  }

  private func level(_ frame: Frame, _ speakerRoom: RoomIndex) -> Intent? {
    guard let number = frame.number, (0...100).contains(number) else { return nil }
    return light(.setLevel, frame, speakerRoom, value: number / 100)
  }

  private func switching(_ frame: Frame, speakerRoom: RoomIndex) -> Intent? {
    guard !(frame.has(.lamp) && frame.has(.plug)) else { return nil }
    let (isOn, isOff) = (frame.has(.switchOn), frame.has(.switchOff))
    if frame.has(.plug) {
      guard isOn != isOff, frame.number == nil else { return nil }
      return Intent(
        action: isOn ? .turnOn : .turnOff, target: .plug, room: place(frame, speakerRoom))
    }
    if frame.number != nil {
      // "The lights on at 7" asks for a time, "10 degrees of light" for nothing.
      let isTime = frame.preposition == .at && !frame.isPercent
      if isTime || frame.isDegrees || frame.isFahrenheit || frame.preposition == .by { return nil }
      if frame.isComparative, frame.preposition != .to { return nil }
      return level(frame, speakerRoom)
    }
    if isOn && isOff { return nil }
    if isOff { return light(.turnOff, frame, speakerRoom) }
    let goesDown = frame.has(.dim) || frame.has(.down)
    let goesUp = frame.has(.brighten) || frame.has(.up) || frame.has(.bright)
    if goesDown, !goesUp, !isOn || frame.has(.dim) {
      return light(.setLevel, frame, speakerRoom, value: ConversationAgent.dimLevel)
    }
    if goesUp, !goesDown, !frame.has(.question) {
      return isOn || frame.has(.dark) ? light(.turnOn, frame, speakerRoom) : nil
    }
    if isOn, !goesDown { return light(.turnOn, frame, speakerRoom) }
    if frame.has(.dark), !frame.has(.question) { return light(.turnOn, frame, speakerRoom) }
    return nil
  }

  // MARK: Questions

  private func asking(_ frame: Frame, speakerRoom: RoomIndex) -> Intent? {
    var actions: [IntentAction] = []
    if frame.has(.humidity) { actions.append(.askHumidity) }
    if frame.has(.energy) { actions.append(.askEnergy) }
    if frame.has(.opening) { actions.append(.askOpenings) }
    // "The quality of the air near the window" is about the air.
    if frame.has(.air), !frame.has(.humidity) {
      actions.removeAll { $0 == .askOpenings }
      actions.append(.askAirQuality)
    }
    if actions.isEmpty, frame.has(.temperature) { actions.append(.askTemperature) }
    guard actions.count == 1 else { return nil }
    let isHomeWide = actions[0] == .askEnergy || actions[0] == .askOpenings
    let room =
      actions[0] == .askEnergy
      ? nil
      : frame.room
        ?? (frame.has(.here)
          ? speakerRoom : isHomeWide || frame.has(.everywhere) ? nil : speakerRoom)
    return Intent(action: actions[0], target: .home, room: room)
  }

  // MARK: Warmth

  private func climate(_ frame: Frame) -> Intent? {
    let thing = frame.has(.heating) || frame.has(.temperature)
    let isCooler = frame.has(.cooling)
    var warmth = frame.has(.warmUp) || frame.has(.cold)
    var coolness = frame.has(.coolDown) || frame.has(.hot)
    if frame.has(.up) != frame.has(.down), thing || isCooler || frame.isDegrees {
      let isWarmer = frame.has(.up) != isCooler
      // "It's too hot, turn the heating down": both say the same, else the thing decides.
      if isWarmer { warmth = true } else { coolness = true }
    }
    if let number = frame.number, !frame.isPercent {
      return degrees(number, frame, warmth: warmth, coolness: coolness, thing: thing || isCooler)
    }
    guard warmth != coolness, frame.number == nil else { return nil }
    return Intent(action: warmth ? .warmer : .cooler, target: .thermostat)
  }

  private func degrees(
    _ number: Double, _ frame: Frame, warmth: Bool, coolness: Bool, thing: Bool
  ) -> Intent? {
    let isStep =
      frame.preposition == .by
      || (frame.preposition == .none && number <= Self.stepMax
        && (frame.isComparative || frame.isDegrees) && warmth != coolness)
    if isStep {
      guard warmth != coolness, number > 0 else { return nil }
      let step = frame.isFahrenheit ? number / 1.8 : number
      return Intent(action: warmth ? .warmer : .cooler, target: .thermostat, value: step)
    }
    if frame.preposition == .at, !thing, !frame.isDegrees, !frame.isFahrenheit { return nil }
    // A bare number is anything: it needs a word about warmth or a verb that sets something.
    let isAboutWarmth =
      thing || frame.isFahrenheit || frame.isDegrees || warmth || coolness || frame.has(.setting)
    guard isAboutWarmth, number > Self.stepMax else { return nil }
    // "61 degrees" alone is a wish, in the midst of words that nobody knows it is noise.
    let isPlain = thing || warmth || coolness || frame.has(.setting)
    guard isPlain || frame.unknownCount == 0 else { return nil }
    let isFahrenheit = frame.isFahrenheit || number > Self.fahrenheitAbove
    return Intent(
      action: .setTemperature, target: .thermostat,
      value: isFahrenheit ? (number - 32) / 1.8 : number)
  }
}
