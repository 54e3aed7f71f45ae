"""GOV.UK Notify: texts and e-mails to claimants, where the appointment service itself tells nobody."""
