import Telemetry

/// The data plan's messages as schemas of the registry: a subject a kind.
///
/// Its names are kept (sections 3.1, 3.2, 3.4 and 5.1). What devices add (`sequence`,
/// `device_time_us`, `crc32c`, ...) may be left out by other programs.
public enum MessageSchemas {
  /// The record of section 5.1, which names no kind.
  public static let sensorData = "iot_sensor_data"

  /// Kinds whose members may be quantities themselves, one member each.
  static let metrics: [String: [String]] = [
    "energy_consumption": [
      "consumption", "cost", "co2_emission", "peak_power", "voltage", "current", "power_factor",
    ],
    "device_performance": [
      "cpu_usage", "memory_usage", "disk_usage", "network_traffic", "response_time", "error_rate",
    ],
    "environmental_metrics": [
      "temperature", "humidity", "air_quality", "noise_level", "light_level", "occupancy",
    ],
    sensorData: ["temperature", "humidity"],
  ]

  static let documents = [
    "device_status", "user_interactions", "user_feedback", "user_activity", "device_logs",
    "ai_model_outputs", "site_plan", "weather_forecast", "tariff",
  ]

  /// Subjects and their first versions.
  public static var all: [(subject: String, schema: SchemaType)] {
    var all: [(String, SchemaType)] = []
    let kinds = ["device_telemetry"] + metrics.keys.filter { $0 != sensorData }.sorted()
    for kind in kinds {
      let device =
        kind == "environmental_metrics" ? optional("device_id", .string) : text("device_id")
      var fields = [device] + common
      fields += [optional("sensor_type", .string), optional("value", .double)]
      fields += (metrics[kind] ?? []).map { optional($0, .double) }
      all.append((kind, .record(name: kind, fields: fields)))
    }
    all.append(
      (
        sensorData,
        .record(
          name: sensorData,
          fields: [
            text("sensor_id"), SchemaType.Field("timestamp", .union([.long, .string])),
            optional("temperature", .double), optional("humidity", .double),
            optional("battery_level", .double),
          ])
      ))
    for kind in documents {
      all.append((kind, .record(name: kind, fields: [optional("device_id", .string)] + common)))
    }
    return all
  }

  private static var common: [SchemaType.Field] {
    [
      optional("time", .string), optional("timestamp", .union([.long, .string])),
      optional("device_time_us", .long), optional("home_id", .string),
      optional("location_id", .string), optional("unit", .string),
      optional("battery_level", .double), optional("signal_strength", .long),
      optional("error_code", .union([.long, .string])), optional("sequence", .long),
      optional("age_s", .long), optional("reading_index", .long), optional("crc32c", .string),
    ]
  }

  private static func text(_ name: String) -> SchemaType.Field { SchemaType.Field(name, .string) }

  private static func optional(_ name: String, _ type: SchemaType) -> SchemaType.Field {
    if case .union(let branches) = type {
      return SchemaType.Field(name, .union([.null] + branches), default: .null)
    }
    return SchemaType.Field(name, .optional(type), default: .null)
  }
}
