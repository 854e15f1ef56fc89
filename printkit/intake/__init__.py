"""What is known of a patient: option file, roster, filled form, or a sheet for nobody in particular."""
