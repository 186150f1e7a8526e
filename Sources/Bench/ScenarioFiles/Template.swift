/// Texts to begin with, for `hometwin init`.
public enum Template {
  /// A small scenario that runs as it is and shows where things are changed.
  ///
  /// - Parameter name: the scenario's name; stands in its first sentence.
  public static func scenario(_ name: String) -> String {
    let title = Shape.TextForm.name.allows(name) ? name : "my-scenario"
    return """
      # `hometwin schema` prints a JSON Schema for editors; `hometwin validate FILE --resolved`
      # prints every value with its default.
      why: "\(title): does the pipeline notice a thermometer that drifts?"
      world: builtin:chicago-suburb
      seed: 1
      start: 2024-01-15
      duration: 3d
      homes: 5

      # What goes wrong: bias, drift, stuck, spikes, noise, dropout, link-outage, gateway-restart.
      faults:
        - kind: drift
          sensors: {kind: temperature, share: 10 %}
          rate: 0.5 K/day
          from: 1d

      pipeline:
        sampling: {method: swinging-door, tolerance: 0.1 K}
        fusion: {method: kalman}

      # What passes. `hometwin run` prints all scores; choose yours among them.
      expect:
        ingestion.lost_unexplained_count: "<= 0"
        fusion.temperature.rmse_k: "<= 0.6"

      """
  }
}
