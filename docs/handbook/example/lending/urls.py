from modules.lending.records import thing_record

from dangol.records import record_urls

app_name = "lending"
urlpatterns = record_urls(thing_record, "things")
