internal import Quantities

extension SettingDecoder {
  static func incident(_ setting: Setting) -> Scenario.Incident {
    guard case .moment(let from) = setting.get("from").content else { return require(nil, "from") }
    let homes = setting.get("homes")
    let portion: Scenario.Incident.Portion =
      if let count = homes["count"]?.integer {
        .count(Int(count))
      } else {
        .share(homes.get("share").wholeRatio)
      }
    return Scenario.Incident(
      effect: effect(setting), homes: portion, room: setting["room"]?.text, from: from,
      duration: setting.get("for").duration, ratePerDay: setting["rate"]?.number)
  }

  private static func effect(_ setting: Setting) -> Scenario.Incident.Effect {
    let kind: Scenario.Incident.Kind = setting.get("kind").choice()
    return switch kind {
    case .waterLeak:
      .waterLeak(
        litresPerMinute: setting.get("flow").wholeNumber, water: setting.get("water").choice())
    case .fridgeFailure: .fridgeFailure(setting.get("mode").choice())
    case .heatingFailure: .heatingFailure
    case .windowLeftOpen: .windowLeftOpen
    case .stoveLeftOn: .stoveLeftOn
    case .smoke: .smoke(heat: Watts(setting.get("heat").wholeNumber))
    case .intrusion: .intrusion
    case .fall: .fall
    case .refrigerantLoss:
      .refrigerantLoss(
        share: setting.get("share").wholeRatio, machine: setting.get("machine").choice())
    case .solarStringFailure: .solarStringFailure(share: setting.get("share").wholeRatio)
    case .meterTampering: .meterTampering(share: setting.get("share").wholeRatio)
    }
  }
}
