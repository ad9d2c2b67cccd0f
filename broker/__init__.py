"""The site's MQTT broker: amqtt 0.12.1 behind a hardening layer. Nothing outside this folder imports amqtt."""
