"""How good the forecast is: real years, methods to forecast them by, scores, tuning."""
