/// Texts to begin with, for `hometwin init`.
public enum Template {
  /// A small scenario that runs as it is and shows where things are changed.
  ///
  /// - Parameter name: the scenario's name; stands in its first sentence.
  public static func scenario(_ name: String) -> String {
    let title = Shape.TextForm.name.allows(name) ? name : "my-scenario"
    return """
      # A scenario: who lives where, what goes wrong, what is asked, what passes. It runs as it is:
      #   hometwin run FILE
      # `hometwin validate FILE --resolved` prints every value and where it came from;
      # `hometwin schema` prints a JSON Schema with which editors complete and check the keys.

      # Why the scenario exists; shown by `hometwin list` and at the head of the report.
      why: "\(title): does the pipeline notice a thermometer that drifts?"

      # The place: its weather, houses, households and radio. `hometwin list` names those that are
      # shipped; a file of your own stands here as ./my-world.yaml.
      world: builtin:chicago-suburb

      # The same seed gives the same run, bit for bit; another seed gives another.
      seed: 2026
      # Local date, length of what is scored, number of homes. A forecast is scored from six days
      # on; add `history: 28d` to let the homes live beforehand, so that it has a past to learn.
      start: 2024-01-15
      duration: 3d
      homes: 5

      # What goes wrong: bias, drift, stuck, spikes, noise, dropout on sensors; link-outage,
      # gateway-restart and broker-partition on homes. `from: 1d` counts from the start.
      faults:
        - kind: drift
          sensors: {kind: temperature, share: 10 %}
          rate: 0.5 K/day
          from: 1d

      # The pipeline under test; every stage has more choices.
      pipeline:
        # When a sensor speaks: fixed, send-on-delta (at once), swinging-door (the fewest readings).
        sampling: {method: send-on-delta, tolerance: 0.1 K}
        # How readings of a room become one estimate: kalman, inverse-variance, mean.
        fusion: {method: kalman}

      # What passes. `hometwin run` prints all scores; choose yours among them.
      expect:
        ingestion.lost_unexplained_count: "<= 0"
        fusion.temperature.rmse_k: "<= 1"

      """
  }
}
