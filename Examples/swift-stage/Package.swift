// swift-tools-version: 6.0
import PackageDescription

// By itself: it needs nothing of HomeTwin but the lines that it reads and writes.
let package = Package(
  name: "swift-stage",
  targets: [.executableTarget(name: "swift-stage", path: "Sources")])
