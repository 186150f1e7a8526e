/// The keys of an entry under `incidents:`, which depend on its `kind`.
enum IncidentTable {
  typealias Field = Shape.Field

  static let incident = Shape.Variants(
    name: "incident", discriminator: "kind", doc: "What goes wrong.",
    variants: Scenario.Incident.Kind.allCases.map { kind in
      Shape.Variants.Variant(
        word: Shape.Word(text: kind.rawValue, meaning: kind.meaning),
        fields: [homes] + places(of: kind) + sizes(of: kind) + [from, duration(of: kind), rate])
    })

  private static func places(of kind: Scenario.Incident.Kind) -> [Field] {
    switch kind {
    case .waterLeak, .smoke, .windowLeftOpen:
      [Field("room", .text(.name), .optional, "Only in rooms of this name or kind.")]
    default: []
    }
  }

  private static func sizes(of kind: Scenario.Incident.Kind) -> [Field] {
    switch kind {
    case .waterLeak:
      [
        Field(
          "flow", .quantity(.flow, 0.01...40), .defaulted("2 L/min"), "How much water runs out."),
        Field(
          "water", .choice(Scenario.Incident.Water.self), .defaulted("cold"), "Which pipe leaks."),
      ]
    case .fridgeFailure:
      [
        Field(
          "mode", .choice(Scenario.Incident.FridgeMode.self), .defaulted("dead"), "How it fails.")
      ]
    case .smoke:
      [Field("heat", .quantity(.power, 10...2_000), .defaulted("500 W"), "What it releases.")]
    case .refrigerantLoss:
      [
        Field("share", .quantity(.ratio, 0...0.4), .defaulted("30 %"), "Of the charge, lost."),
        Field(
          "machine", .choice(Scenario.Incident.Machine.self), .defaulted("any"),
          "Which machine leaks; one that does not run all the while shows nothing."),
      ]
    case .solarStringFailure:
      [Field("share", .quantity(.ratio, 0...1), .defaulted("50 %"), "Of the modules.")]
    case .meterTampering:
      [
        Field(
          "share", .quantity(.ratio, 0...1), .defaulted("40 %"), "Of the power, not counted.")
      ]
    case .heatingFailure, .windowLeftOpen, .stoveLeftOn, .intrusion, .fall: []
    }
  }

  private static let from = Field(
    "from", .moment, .defaulted("0s"),
    "When it begins, or begins to wait for its occasion: since the start, or an ISO time.")

  private static func duration(of kind: Scenario.Incident.Kind) -> Field {
    let isLasting = usualDuration(of: kind) == "end"
    // Who is in for days is no intruder; who burns for days is no smoke without fire.
    let (longest, word): (String, String?) =
      switch kind {
      case .smoke, .intrusion: ("6h", nil)
      case .stoveLeftOn, .fall: ("3d", nil)
      default: ("3660d", "end")
      }
    let form = Shape.DurationForm(
      "1min", longest, example: isLasting ? "2d" : usualDuration(of: kind), word: word)
    return Field(
      "for", .duration(form), .defaulted(usualDuration(of: kind)),
      "How long each lasts, in whole minutes"
        + (word == nil ? "." : "; 'end' is to the run's end."))
  }

  private static func usualDuration(of kind: Scenario.Incident.Kind) -> String {
    switch kind {
    case .waterLeak: "3h"
    case .fridgeFailure, .heatingFailure: "1d"
    case .windowLeftOpen: "6h"
    case .stoveLeftOn: "2h"
    case .smoke: "30min"
    case .intrusion: "20min"
    case .fall: "1h"
    case .refrigerantLoss, .solarStringFailure, .meterTampering: "end"
    }
  }

  private static let rate = Field(
    "rate", .quantity(.frequency, 0...24), .optional,
    "How many a struck home has, in the mean, at random moments from then on; one if not given.")

  private static let homes = Field(
    "homes",
    .record(
      Shape.Record(
        "incident_homes",
        [
          Field(
            "share", .quantity(.ratio, 0...1), .defaultedUnless(other: "count", "1"),
            "The share of the homes in which it can happen."),
          Field("count", .integer(0...1_000_000), .optional, "Their number."),
        ])), .filled, "Which homes are struck; drawn by the seed.")
}
